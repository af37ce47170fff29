data "compliance_rules" "databases" {
  framework     = "pci-dss-4.0.1"
  resource_type = "aws_db_instance"
}

output "database_rules" {
  value = {
    for rule in data.compliance_rules.databases.rules : rule.id => rule.title
  }
}
