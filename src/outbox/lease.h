/*
 * What time it is for a lease, for the files of outbox/ alone: the server's clock on PostgreSQL,
 * where several nodes share it; elsewhere the caller's.
 */
#ifndef OUTBOX_LEASE_H
#define OUTBOX_LEASE_H

#define LEASE_CLOCK_POSTGRES "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"

#endif
