resource "aws_db_instance" "main" {
  identifier     = var.identifier
  engine         = "postgres"
  engine_version = "15.4"
  instance_class = "db.r6g.large"
  db_name        = "payments"
  username       = "pgadmin"

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
  final_snapshot_identifier       = "${var.identifier}-final"
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]

  tags = {
    Name = var.identifier
  }
}
