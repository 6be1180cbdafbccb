from tests.architecture.access.route import OK, Route

ROUTES = [
    Route("desk:home", otherwise=OK),
    Route("desk:search", otherwise=OK),
    Route("desk:glossary", otherwise=OK),
    Route("desk:data_about_you", otherwise=OK),
    Route("desk:data_about_you_pdf", otherwise=OK),
]
