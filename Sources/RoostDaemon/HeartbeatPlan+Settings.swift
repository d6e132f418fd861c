// SPDX-License-Identifier: Apache-2.0
// The plan of signs of life from the settings and the key's file. The key is read once, at the start; it is never
// shown.

public import Settings
internal import Triage

extension HeartbeatPlan {
    /// The plan of some settings.
    /// - Throws: `SecretError` when the key cannot be read or is too short to be one.
    public init(_ settings: HeartbeatSettings, source: SecretSource) throws(SecretError) {
        guard let key = MessageKey(secret: try source.read(settings.key)) else {
            switch settings.key {
            case .file(let path): throw .weakKey(name: path)
            case .credential(let name): throw .weakKey(name: name)
            }
        }
        self.init(every: settings.every, inFlight: settings.inFlight, key: key)
    }
}
