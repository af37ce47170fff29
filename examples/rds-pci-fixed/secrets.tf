# The password of the database is made, kept and rotated by RDS itself. This is
# the token of the card scheme's API: the function writes its first value too,
# so none is in the source or in the state.
resource "aws_secretsmanager_secret" "scheme_token" {
  name       = "card-scheme-token-${var.environment_suffix}"
  kms_key_id = aws_kms_key.db.arn

  tags = {
    RotationSchedule = "30 days"
  }
}

resource "aws_secretsmanager_secret_rotation" "scheme_token" {
  secret_id           = aws_secretsmanager_secret.scheme_token.id
  rotation_lambda_arn = aws_lambda_function.rotation.arn

  rotation_rules {
    automatically_after_days = 30
  }

  depends_on = [aws_lambda_permission.rotation]
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
  kms_key_arn   = aws_kms_key.db.arn

  environment {
    variables = {
      SECRET_ARN = aws_secretsmanager_secret.scheme_token.arn
    }
  }
}

resource "aws_lambda_permission" "rotation" {
  statement_id  = "secrets-manager"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.rotation.function_name
  principal     = "secretsmanager.amazonaws.com"
  source_arn    = aws_secretsmanager_secret.scheme_token.arn
}
