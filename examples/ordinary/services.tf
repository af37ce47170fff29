resource "aws_ecs_cluster" "main" {
  name = "bookings"
}

locals {
  services = {
    site   = { count = 2, behind_load_balancer = true }
    worker = { count = 1, behind_load_balancer = false }
  }
}

data "aws_iam_policy_document" "service" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    resources = ["${aws_s3_bucket.this["uploads"].arn}/*"]
  }

  statement {
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]
    resources = [aws_sqs_queue.jobs.arn]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
}

module "service" {
  source   = "./modules/service"
  for_each = local.services

  name          = each.key
  region        = var.region
  vpc_id        = module.network.vpc_id
  subnet_ids    = module.network.private_subnet_ids
  cluster_id    = aws_ecs_cluster.main.id
  image_tag     = var.image_tag
  desired_count = each.value.count

  environment = {
    BUCKET = aws_s3_bucket.this["uploads"].bucket
    QUEUE  = aws_sqs_queue.jobs.name
  }

  database_secret_arn = one(aws_db_instance.main.master_user_secret[*].secret_arn)
  task_policy         = data.aws_iam_policy_document.service.json
  alarm_topic_arn     = aws_sns_topic.alarms.arn

  behind_load_balancer            = each.value.behind_load_balancer
  target_group_arn                = aws_lb_target_group.site.arn
  load_balancer_security_group_id = aws_security_group.load_balancer.id
}

resource "aws_sqs_queue" "jobs" {
  name                    = "bookings-jobs"
  sqs_managed_sse_enabled = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failed.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "failed" {
  name                    = "bookings-failed"
  sqs_managed_sse_enabled = true
}
