-- PostgreSQL: once, as a superuser, inside the new database: psql -d jikubata -f deploy/roles.sql
-- jikubata_owner migrates and owns the tables; jikubata_app serves and may neither change nor empty them.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO jikubata_owner;
GRANT USAGE ON SCHEMA public TO jikubata_app;
ALTER DEFAULT PRIVILEGES FOR ROLE jikubata_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO jikubata_app;
ALTER DEFAULT PRIVILEGES FOR ROLE jikubata_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO jikubata_app;
