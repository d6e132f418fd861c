// SPDX-License-Identifier: Apache-2.0
// The mapping section of dock.yaml as plain values: the server that makes maps, and where the secret is that it wants. No
// secret is among them.

public import Payload

/// The server that makes maps.
public struct MappingSettings: Sendable, Equatable {
    /// Where it is, and which interface it has.
    public var server: MapServer
    /// The user of WebODM; empty for NodeODM.
    public var user = ""
    /// Where the user's password is kept, or a node's token; nil for a node that wants none.
    public var secret: SecretReference?
    /// The certificates that are trusted instead of the system's.
    public var caFile: String?
}
