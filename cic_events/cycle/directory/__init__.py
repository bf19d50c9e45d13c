"""The common directory: sheets of trainings, and trainers whom somebody checked and who agreed to be shown."""
