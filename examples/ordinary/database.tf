resource "aws_db_subnet_group" "main" {
  name       = "bookings"
  subnet_ids = module.network.private_subnet_ids
}

resource "aws_security_group" "database" {
  name        = "bookings-database"
  description = "PostgreSQL"
  vpc_id      = module.network.vpc_id
}

resource "aws_security_group_rule" "database" {
  for_each = module.service

  type                     = "ingress"
  security_group_id        = aws_security_group.database.id
  source_security_group_id = each.value.security_group_id
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
}

resource "aws_db_instance" "main" {
  identifier     = "bookings"
  engine         = "postgres"
  engine_version = "15.4"
  instance_class = "db.t4g.medium"
  db_name        = "bookings"
  username       = "bookings"

  manage_master_user_password = true

  allocated_storage = 50
  storage_type      = "gp3"
  storage_encrypted = true
  kms_key_id        = aws_kms_key.data.arn

  db_subnet_group_name   = aws_db_subnet_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]

  backup_retention_period   = 7
  final_snapshot_identifier = "bookings-final"
}

resource "aws_cloudwatch_metric_alarm" "storage" {
  alarm_name          = "bookings-database-storage"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 5368709120
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.alarms.arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.main.identifier
  }
}
