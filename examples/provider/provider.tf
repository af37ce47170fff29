terraform {
  required_providers {
    compliance = {
      source = "planguard/compliance"
    }
  }
}

provider "compliance" {
  frameworks = ["pci-dss-4.0.1"]
  profile    = "production"

  parameters = {
    required_tags = ["Owner", "DataClass"]
  }

  enforcement = {
    "rule:aws.kms.rotation" = "advisory"
  }

  waivers = [
    {
      rule    = "aws.rds.multi_az"
      address = "module.reporting.**"
      reason  = "Rebuilt from the warehouse every night."
      owner   = "data-platform"
      until   = "2027-01-31"
    },
  ]
}
