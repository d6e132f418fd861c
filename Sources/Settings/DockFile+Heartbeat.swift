// SPDX-License-Identifier: Apache-2.0
// Decodes how often a dock mails a signed sign of life, and where its key is kept. The key itself never stands in
// dock.yaml and never in an error.

/// `mail.heartbeat`: the signs of life of a dock that flies out of sight.
public struct HeartbeatSettings: Sendable, Equatable {
    /// Time between two on the ground.
    public var every = Duration.seconds(3_600)
    /// Time between two while the vehicle is out.
    public var inFlight = Duration.seconds(60)
    /// Where the key is kept that signs them.
    public var key: SecretReference
}

extension DockFile {
    /// `heartbeat: {every: 1 h, in_flight: 60 s, key: {credential: NAME}}` of `mail`; nil where there is none.
    static func heartbeat(_ mail: MappingReader) -> HeartbeatSettings? {
        guard mail.keys.contains("heartbeat"), let reader = mail.mapping("heartbeat") else { return nil }
        defer { reader.finish() }
        let every = reader.duration("every", in: 60...604_800, default: 3_600)
        let inFlight = reader.duration("in_flight", in: 10...3_600, default: 60)
        guard reader.keys.contains("key") else {
            reader.log.report(reader.place, "mail.heartbeat names no key, so nobody could trust it", keyRemedy)
            return nil
        }
        guard let key = key(reader, "key") else { return nil }
        if inFlight > every {
            reader.log.report(
                reader.place, "mail.heartbeat.in_flight is longer than every", "in flight they come more often")
        }
        return HeartbeatSettings(every: every, inFlight: inFlight, key: key)
    }

    private static let keyRemedy = "write {credential: NAME} or {file: FILE}, a file with mode 0600"

    /// Where a key is kept, `{credential: NAME}` or `{file: FILE}`; nil where the mapping names none.
    static func key(_ reader: MappingReader, _ name: String) -> SecretReference? {
        guard let place = reader.mapping(name) else { return nil }
        defer { place.finish() }
        let file = place.optionalText("file", limit: 1_000)
        let credential = place.optionalText("credential", limit: 64)
        if file != nil, credential != nil {
            place.log.report(
                place.place(of: "credential"), "\(reader.name(name)) has both file and credential", "keep one")
        }
        guard let key = credential.map({ SecretReference.credential(name: $0) }) ?? file.map({ .file(path: $0) })
        else {
            place.log.report(place.place, "\(reader.name(name)) names no key", keyRemedy)
            return nil
        }
        return key
    }
}
