resource "aws_kms_key" "data" {
  description         = "Card data"
  enable_key_rotation = true
}

resource "aws_kms_key" "per_region" {
  for_each            = toset(["eu", "us"])
  description         = "Card data, ${each.key}"
  enable_key_rotation = true
}

# The plan fails here, at the line of the entry, when a key breaks a rule.
resource "compliance_guard" "stack" {
  resources = {
    "aws_kms_key.data"       = aws_kms_key.data
    "aws_kms_key.per_region" = aws_kms_key.per_region
  }
}

# Things that must not happen before the stack is found compliant wait for it.
resource "terraform_data" "release" {
  input = compliance_guard.stack.summary
}
