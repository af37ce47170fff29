resource "aws_db_instance" "main" {
  identifier     = var.identifier
  engine         = "postgres"
  engine_version = "15.4"
  instance_class = "db.r6g.large"
  db_name        = "payments"
  username       = "pgadmin"
  password       = var.password

  allocated_storage = 100
  storage_encrypted = true
  kms_key_id        = var.kms_key_arn

  publicly_accessible    = true
  multi_az               = false
  vpc_security_group_ids = var.security_group_ids

  backup_retention_period   = 30
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.identifier}-final"

  tags = {
    Compliance = "pci"
  }
}
