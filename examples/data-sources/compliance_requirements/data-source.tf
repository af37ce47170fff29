data "compliance_requirements" "hipaa" {
  framework = "hipaa"
}

output "hipaa_sections_with_primary_evidence" {
  value = [
    for requirement in data.compliance_requirements.hipaa.requirements :
    requirement.id if length(requirement.primary) > 0
  ]
}
