# A stack as small teams have it: a site in containers, a database, two buckets
# and a function. It is decent, and nobody has held it to anything yet.
module "network" {
  source = "./modules/network"

  name       = "bookings"
  cidr_block = "10.20.0.0/16"
  region     = var.region
}

resource "aws_kms_key" "data" {
  description         = "Data of the bookings"
  enable_key_rotation = true
}

resource "aws_kms_alias" "data" {
  name          = "alias/bookings-data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_sns_topic" "alarms" {
  name = "bookings-alarms"
}

resource "aws_sns_topic_subscription" "alarms" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}
