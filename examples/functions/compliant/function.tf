resource "aws_kms_key" "data" {
  description         = "Card data"
  enable_key_rotation = true

  lifecycle {
    postcondition {
      condition     = provider::compliance::compliant("aws_kms_key.data", self)
      error_message = "The key breaks a mandatory rule."
    }
  }
}
