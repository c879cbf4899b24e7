"""The kit for warnings about products at the till: subjects register them, and the till's API reads the registry."""
