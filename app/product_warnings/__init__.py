"""The kit for warnings about products at the till: subjects register them, the till's answer asks the registry."""
