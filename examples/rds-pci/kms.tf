resource "aws_kms_key" "db" {
  description             = "Encrypts the payments database and its secrets"
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "db" {
  name          = "alias/payments-db"
  target_key_id = aws_kms_key.db.key_id
}
