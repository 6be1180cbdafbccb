from tests.architecture.access.route import Route

ROUTES: list[Route] = []
