/* The rows of app/routes.c where API tokens are made and revoked, and what programs alone fetch. */
ROUTE(GET, "/mon-compte/jetons", ROLE_MEMBER, "", NULL, "account", account_show),
    ROUTE(POST, "/mon-compte/jetons", ROLE_MEMBER, "", token_fields, "account", account_token_new),
    ROUTE(POST, "/mon-compte/jetons/{api_token}/revoquer", ROLE_MEMBER, "api_token", NULL, NULL,
          account_token_end),
    ROUTE(POST, "/cabinet/collaborateurs/{member}/jetons/{api_token}/revoquer", ROLE_ADMIN,
          "api_token", NULL, NULL, member_token_end),
    ROUTE(GET, "/api/v1/companies/{client}/documents/{document}", ROLE_MEMBER, "document", NULL,
          NULL, client_document_give),
