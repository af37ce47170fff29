# What is not known at plan is judged when apply knows it.
resource "compliance_guard" "stack" {
  resources = {
    "aws_cloudwatch_log_group.flows"                  = aws_cloudwatch_log_group.flows
    "aws_db_subnet_group.db"                          = aws_db_subnet_group.db
    "aws_flow_log.main"                               = aws_flow_log.main
    "aws_iam_role.flow_log"                           = aws_iam_role.flow_log
    "aws_iam_role.rotation"                           = aws_iam_role.rotation
    "aws_instance.bastion"                            = aws_instance.bastion
    "aws_kms_alias.db"                                = aws_kms_alias.db
    "aws_kms_key.db"                                  = aws_kms_key.db
    "aws_lambda_function.rotation"                    = aws_lambda_function.rotation
    "aws_security_group.db"                           = aws_security_group.db
    "aws_secretsmanager_secret.scheme_token"          = aws_secretsmanager_secret.scheme_token
    "aws_secretsmanager_secret_rotation.scheme_token" = aws_secretsmanager_secret_rotation.scheme_token
    "aws_subnet.private"                              = aws_subnet.private
    "aws_vpc.main"                                    = aws_vpc.main
  }
}
