output "security_group_id" {
  description = "Group of the tasks."
  value       = aws_security_group.this.id
}

output "repository_url" {
  description = "Where the image is pushed."
  value       = aws_ecr_repository.this.repository_url
}
