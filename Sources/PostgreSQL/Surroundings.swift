import Glibc

/// The environment variables libpq listens to: none of them has a say in what is probed.
enum Surroundings {
    /// Takes them away, the first time it is read. Most have a word of ours against them; `PGSERVICE` cannot have one.
    static let forget: Void = {
        let names = [
            "PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSERVICEFILE",
            "PGSYSCONFDIR", "PGOPTIONS", "PGAPPNAME", "PGSSLMODE", "PGREQUIRESSL", "PGSSLCOMPRESSION", "PGSSLCERT", "PGSSLKEY",
            "PGSSLROOTCERT", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLSNI", "PGSSLMINPROTOCOLVERSION", "PGSSLMAXPROTOCOLVERSION",
            "PGREQUIREPEER", "PGREQUIREAUTH", "PGGSSENCMODE", "PGKRBSRVNAME", "PGGSSLIB", "PGCHANNELBINDING",
            "PGCONNECT_TIMEOUT", "PGCLIENTENCODING", "PGTARGETSESSIONATTRS", "PGLOADBALANCEHOSTS", "PGDATESTYLE", "PGTZ",
            "PGGEQO", "PGLOCALEDIR", "PGSSLNEGOTIATION", "PGSSLCERTMODE", "PGGSSDELEGATION", "PGMINPROTOCOLVERSION",
            "PGMAXPROTOCOLVERSION", "PGOAUTHDEBUG",
        ]
        for name in names { unsafe unsetenv(name) }
    }()
}
