output "db_endpoint" {
  description = "Address and port of the database."
  value       = module.database.endpoint
}

output "kms_key_id" {
  value = aws_kms_key.db.key_id
}

output "db_secret_arn" {
  value = aws_secretsmanager_secret.db.arn
}
