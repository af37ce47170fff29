resource "compliance_guard" "database" {
  module_path = "module.database"

  resources = {
    "aws_db_instance.main"        = aws_db_instance.main
    "aws_iam_role.monitoring"     = aws_iam_role.monitoring
    "aws_db_parameter_group.main" = aws_db_parameter_group.main
  }
}
