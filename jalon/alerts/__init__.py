"""Rules over new facts: one alert a situation, who is told, who acknowledged it."""
