"""What is watched of a version in force: arming, evaluating, cases, reviews, backtests."""
