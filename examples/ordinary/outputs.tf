output "site_address" {
  description = "Where the name of the site must point."
  value       = aws_lb.site.dns_name
}

output "repository_urls" {
  description = "Where images are pushed, by service."
  value       = { for name, service in module.service : name => service.repository_url }
}
