resource "aws_secretsmanager_secret" "db" {
  name       = "payments-db-credentials"
  kms_key_id = aws_kms_key.db.arn
}

resource "aws_secretsmanager_secret_version" "db" {
  secret_id = aws_secretsmanager_secret.db.id
  secret_string = jsonencode({
    username = "pgadmin"
    password = "TempPassword123!"
  })
}

resource "aws_secretsmanager_secret_rotation" "db" {
  secret_id           = aws_secretsmanager_secret.db.id
  rotation_lambda_arn = aws_lambda_function.rotation.arn

  rotation_rules {
    automatically_after_days = 7
  }
}

# The token of the card scheme's API; nothing rotates it yet.
resource "aws_secretsmanager_secret" "scheme_token" {
  name       = "card-scheme-token"
  kms_key_id = aws_kms_key.db.arn
}

data "aws_iam_policy_document" "lambda_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "rotation" {
  name               = "payments-rotation-${var.environment_suffix}"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_lambda_function" "rotation" {
  function_name = "payments-rotation-${var.environment_suffix}"
  role          = aws_iam_role.rotation.arn
  runtime       = "python3.12"
  handler       = "rotation.handler"
  s3_bucket     = "payments-artifacts-${var.environment_suffix}"
  s3_key        = "rotation.zip"
  timeout       = 30

  environment {
    variables = {
      DATABASE_URL = "postgresql://pgadmin:TempPassword123!@payments-db:5432/payments"
    }
  }
}
