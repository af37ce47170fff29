ephemeral "compliance_check" "keys" {
  resources = {
    "aws_kms_key.data" = aws_kms_key.data
  }
}
