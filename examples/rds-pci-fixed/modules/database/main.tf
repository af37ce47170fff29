# Clients must use TLS, and what they change is logged.
resource "aws_db_parameter_group" "main" {
  name   = "${var.identifier}-postgres15"
  family = "postgres15"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_statement"
    value = "ddl"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "1000"
  }
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "monitoring" {
  name               = "${var.identifier}-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  role       = aws_iam_role.monitoring.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}

resource "aws_db_instance" "main" {
  identifier     = var.identifier
  engine         = "postgres"
  engine_version = "15.4"
  instance_class = "db.r6g.large"
  db_name        = "payments"
  username       = "pgadmin"

  parameter_group_name                = aws_db_parameter_group.main.name
  iam_database_authentication_enabled = true

  manage_master_user_password   = true
  master_user_secret_kms_key_id = var.kms_key_arn

  allocated_storage  = 100
  storage_type       = "gp3"
  storage_encrypted  = true
  kms_key_id         = var.kms_key_arn
  ca_cert_identifier = "rds-ca-rsa2048-g1"

  publicly_accessible    = false
  multi_az               = true
  db_subnet_group_name   = var.subnet_group_name
  vpc_security_group_ids = var.security_group_ids

  backup_retention_period         = 30
  deletion_protection             = true
  skip_final_snapshot             = false
  copy_tags_to_snapshot           = true
  final_snapshot_identifier       = "${var.identifier}-final"
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  monitoring_interval             = 60
  monitoring_role_arn             = aws_iam_role.monitoring.arn
  performance_insights_enabled    = true
  performance_insights_kms_key_id = var.kms_key_arn

  tags = {
    Name = var.identifier
  }
}
