# Fails the plan where a value that it is handed breaks a rule. It sees values
# only: what is left out, written as a literal, or missing from the stack is
# found by `compliance check`. The database has a guard inside its module.
resource "compliance_guard" "stack" {
  resources = {
    "aws_iam_role.rotation"                 = aws_iam_role.rotation
    "aws_instance.bastion"                  = aws_instance.bastion
    "aws_kms_alias.db"                      = aws_kms_alias.db
    "aws_kms_key.db"                        = aws_kms_key.db
    "aws_lambda_function.rotation"          = aws_lambda_function.rotation
    "aws_secretsmanager_secret.db"          = aws_secretsmanager_secret.db
    "aws_secretsmanager_secret_version.db"  = aws_secretsmanager_secret_version.db
    "aws_secretsmanager_secret_rotation.db" = aws_secretsmanager_secret_rotation.db
    "aws_security_group.db"                 = aws_security_group.db

    "aws_secretsmanager_secret.scheme_token" = aws_secretsmanager_secret.scheme_token
  }
}
