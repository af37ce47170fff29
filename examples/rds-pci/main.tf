# The payments database, as first written: what is wrong with it, and which rule
# says so, is in expected.tsv.
module "database" {
  source = "./modules/database"

  identifier         = "payments-db"
  kms_key_arn        = aws_kms_key.db.arn
  password           = var.db_password
  security_group_ids = [aws_security_group.db.id]
}

# The way in for the people who look after the database.
resource "aws_instance" "bastion" {
  ami                    = var.bastion_ami
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.db.id]

  metadata_options {
    http_tokens = "required"
  }

  tags = {
    Name = "payments-bastion"
  }
}
