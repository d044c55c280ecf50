from tests.delivery.fixtures import hurried, one_sandbox, sandbox, shop

__all__ = ["hurried", "one_sandbox", "sandbox", "shop"]
