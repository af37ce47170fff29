output "key_findings" {
  value = [
    for finding in provider::compliance::findings(
      "aws_kms_key.data", aws_kms_key.data, { frameworks = ["hipaa"] }
    ) : finding.rule_id if finding.verdict == "fail"
  ]
}
