"""Whether the Redis or Valkey at REDIS_URL answers."""

import os
import sys

import redis


def main() -> int:
    """Exit 0 where it answers a ping within five seconds; else 1, with the reason on standard error."""
    try:
        redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=5, socket_connect_timeout=5).ping()
    except (redis.RedisError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
