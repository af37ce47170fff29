resource "aws_kms_key" "db" {
  description             = "Encrypts the payments database and its secrets"
  deletion_window_in_days = 30
  enable_key_rotation     = true
}

resource "aws_kms_alias" "db" {
  name          = "alias/payments-db-${var.environment_suffix}"
  target_key_id = aws_kms_key.db.key_id
}
