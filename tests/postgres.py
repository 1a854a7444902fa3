"""`python -m tests.postgres`: does the second database of the suite (SAMRUM_TEST_POSTGRES) answer?"""

import os
import sys

import psycopg

if __name__ == "__main__":
    url = os.environ["SAMRUM_TEST_POSTGRES"]
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        print(f"PostgreSQL was left out: {url} does not answer (SAMRUM_TEST_POSTGRES names another). {error}")
        sys.exit(1)
