output "db_endpoint" {
  description = "Address and port of the database."
  value       = module.database.endpoint
}

output "db_port" {
  description = "Port of the database."
  value       = module.database.port
}

output "db_secret_arn" {
  description = "Secret in which RDS keeps the master password."
  value       = module.database.secret_arn
}

output "kms_key_id" {
  description = "Id of the key that encrypts the database and its secrets."
  value       = aws_kms_key.db.key_id
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the database and its secrets."
  value       = aws_kms_key.db.arn
}
