# The payments database as it should be: every line of ../rds-pci/expected.tsv
# is mended.
module "database" {
  source = "./modules/database"

  identifier         = "payments-db-${var.environment_suffix}"
  kms_key_arn        = aws_kms_key.db.arn
  security_group_ids = [aws_security_group.db.id]
  subnet_group_name  = aws_db_subnet_group.db.name
}

# The way in for the people who look after the database, by Session Manager.
resource "aws_instance" "bastion" {
  ami                    = var.bastion_ami
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private[0].id
  vpc_security_group_ids = [aws_security_group.db.id]
  monitoring             = true

  metadata_options {
    http_tokens = "required"
  }

  root_block_device {
    encrypted  = true
    kms_key_id = aws_kms_key.db.arn
  }

  tags = {
    Name = "payments-bastion-${var.environment_suffix}"
  }
}
