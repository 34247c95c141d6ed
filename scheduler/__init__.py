"""The planner's world: scenario in, plan out."""
