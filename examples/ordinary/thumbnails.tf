# Makes a small picture of each one that is uploaded.
data "aws_iam_policy_document" "lambda_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "thumbnails" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.this["uploads"].arn}/*"]
  }

  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.this["thumbnails"].arn}/*"]
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.thumbnails.arn}:*"]
  }
}

resource "aws_iam_role" "thumbnails" {
  name               = "bookings-thumbnails"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "thumbnails" {
  name   = "work"
  role   = aws_iam_role.thumbnails.id
  policy = data.aws_iam_policy_document.thumbnails.json
}

resource "aws_cloudwatch_log_group" "thumbnails" {
  name              = "/aws/lambda/bookings-thumbnails"
  retention_in_days = 14
}

resource "aws_lambda_function" "thumbnails" {
  function_name = "bookings-thumbnails"
  role          = aws_iam_role.thumbnails.arn
  runtime       = "python3.12"
  handler       = "thumbnails.handler"
  s3_bucket     = "example-bookings-artifacts"
  s3_key        = "thumbnails.zip"
  memory_size   = 512
  timeout       = 30

  environment {
    variables = {
      TARGET = aws_s3_bucket.this["thumbnails"].bucket
    }
  }

  depends_on = [aws_cloudwatch_log_group.thumbnails]
}

resource "aws_lambda_permission" "thumbnails" {
  statement_id   = "uploads"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.thumbnails.function_name
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.this["uploads"].arn
  source_account = "123456789012"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.this["uploads"].id

  lambda_function {
    lambda_function_arn = aws_lambda_function.thumbnails.arn
    events              = ["s3:ObjectCreated:*"]
  }

  depends_on = [aws_lambda_permission.thumbnails]
}
