import Diagnosis
import Posix
import Wire
import YAML

/// `incidents`: when to open and close one, and who may write notes.
struct IncidentsSection: Equatable {
    var settings = Casebook.Settings()
    /// What a writer of notes must show; without it only this host may write.
    var notesToken: Secret?

    init() {}

    init?(_ section: MappingReader) {
        let longest = Duration.seconds(86_400)
        settings.openAfterSeconds =
            section.optional("for")?.duration(in: .zero...longest)?.seconds ?? settings.openAfterSeconds
        settings.resolveAfterSeconds =
            section.optional("resolve_after")?.duration(in: .zero...longest)?.seconds ?? settings.resolveAfterSeconds
        settings.minorAfterSeconds =
            section.optional("minor_after")?.duration(in: .zero...longest)?.seconds ?? settings.minorAfterSeconds
        notesToken = section.secret("notes_token")
    }
}
