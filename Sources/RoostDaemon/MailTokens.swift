// SPDX-License-Identifier: Apache-2.0
// From mail.oauth in dock.yaml to a source of tokens: endpoints, proofs and where each secret is read from. Tokens are
// kept beside the database, in a file of mode 0600.

public import DockModel
internal import Post
public import Settings
public import Tokens

/// The tokens of a dock's mail account.
public enum MailTokens {
    /// The source for a dock whose configuration is in `directory`; nil when its mail needs no token.
    public static func source(
        for dock: DockSettings, directory: String, clock: @escaping @Sendable () -> Moment
    ) -> TokenSource? {
        guard let oauth = dock.mail.oauth else { return nil }
        @Sendable func absolute(_ path: String) -> String {
            path.hasPrefix("/") ? path : directory + "/" + path
        }
        let secrets = SecretSource(baseDirectory: directory)
        let proof: TokenAccount.Proof =
            switch oauth.proof {
            case .none: .none
            case .secret(let reference, let inForm): .secret({ try secrets.read(reference) }, inForm: inForm)
            case .certificate(let key, let file, let isPSS):
                .certificate(
                    key: { try secrets.readDocument(key) },
                    certificate: { try CertificateText.read(absolute(file)) },
                    algorithm: isPSS ? .ps256 : .rs256)
            }
        return TokenSource(
            account: TokenAccount(
                clientID: oauth.clientID, proof: proof, way: way(oauth, user: dock.mail.user, secrets),
                scope: oauth.scope, tokenURL: oauth.tokenURL, deviceURL: oauth.deviceURL),
            cachePath: absolute(dock.storageDirectory) + "/mail-tokens.json",
            endpoint: TokenEndpoint(caFile: oauth.caFile.map(absolute)), clock: clock)
    }

    private static func way(_ oauth: OAuthSettings, user: String, _ secrets: SecretSource) -> TokenAccount.Way
    {
        switch oauth.way {
        case .refreshToken:
            guard let seed = oauth.refreshToken else { return .refreshToken(seed: nil) }
            return .refreshToken(seed: { try secrets.read(seed) })
        case .clientCredentials: return .clientCredentials
        case .serviceAccount:
            return .serviceAccount(
                file: {
                    guard let file = oauth.serviceAccount else { throw MailAccountError.noSecret }
                    return try secrets.readDocument(file)
                }, user: user)
        }
    }
}
