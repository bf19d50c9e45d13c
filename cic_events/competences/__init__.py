"""What people can do: learning objectives now; needs, directory, questionnaires and acquis stand on it."""
