# Two ways to say what is checked: resources whose values are known …
check "keys" {
  data "compliance_check" "keys" {
    resources = {
      "aws_kms_key.data" = aws_kms_key.data
    }
  }

  assert {
    condition     = data.compliance_check.keys.compliant
    error_message = "A key breaks a mandatory rule."
  }
}

# … or the plan of another stack, as `terraform show -json` writes it.
data "compliance_check" "other_stack" {
  plan_file   = "../network/plan.json"
  report_only = true
}

output "network_findings" {
  value = [
    for finding in data.compliance_check.other_stack.findings :
    "${finding.address}: ${finding.title} [${finding.rule_id}]"
  ]
}
