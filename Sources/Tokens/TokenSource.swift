// SPDX-License-Identifier: Apache-2.0
// Gives the mail engine a token that is good now: from memory, from the cache file, or from the endpoint. A refresh
// token that the server has replaced is on the disk before anything else happens with it.

public import DockModel
internal import Foundation
public import Post
internal import Synchronization

/// The tokens of one account. It may be used from several threads; one asks at a time.
public final class TokenSource: Sendable {
    private let account: TokenAccount
    private let cache: TokenCache
    private let endpoint: TokenEndpoint
    private let clock: @Sendable () -> Moment
    private let jitter: @Sendable () -> Double
    private let state: Mutex<State>

    private struct State {
        var keeper = TokenKeeper()
        /// What the cache file should hold and does not, because it could not be written.
        var unsaved: CachedTokens?
        var warning: String?
        /// The token that was given last: another process may have a newer one than the one that was refused.
        var given: String?
    }

    /// The tokens of an account, kept in the file `cachePath`.
    public init(
        account: TokenAccount, cachePath: String, endpoint: TokenEndpoint = TokenEndpoint(),
        clock: @escaping @Sendable () -> Moment,
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.account = account
        cache = TokenCache(path: cachePath)
        self.endpoint = endpoint
        self.clock = clock
        self.jitter = jitter
        state = Mutex(State())
    }

    /// What a person should know although there is a token: the cache file cannot be written.
    public var warning: String? { state.withLock { $0.warning } }

    /// A token for a log-in now. `margin` is the time the log-in and the flush behind it may take; `isRefused` says
    /// that the mail server has just refused the token that was given last.
    public func token(isRefused: Bool = false, margin: Duration = TokenKeeper.margin) async throws(TokenFault)
        -> String
    {
        switch state.withLock({ $0.keeper.advice(at: clock().boot, margin: margin, isRefused: isRefused) }) {
        case .use(let token): return note(token)
        case .rest(let fault): throw fault
        case .fetch: break
        }
        let advice: TokenKeeper.Advice
        do {
            advice = try await cache.whileLocked { try await fetch(isRefused: isRefused, margin: margin) }
        } catch {
            // A secret, a key or the cache file: the endpoint was not asked.
            advice = state.withLock { $0.keeper.cannotAsk("\(error)", at: clock().boot, jitter: jitter()) }
        }
        switch advice {
        case .use(let token): return note(token)
        case .rest(let fault): throw fault
        case .fetch:
            throw TokenFault(description: "no token", needsPerson: false, retryAfter: RetryPlan.firstDelay)
        }
    }

    /// As `token`, for a thread that may wait. Never call it from a task.
    public func waitForToken(isRefused: Bool = false, margin: Duration = TokenKeeper.margin)
        throws(TokenFault) -> String
    {
        let answer = Mutex<Result<String, TokenFault>?>(nil)
        let done = DispatchSemaphore(value: 0)
        Task.detached { [self] in
            let result: Result<String, TokenFault>
            do throws(TokenFault) {
                result = .success(try await token(isRefused: isRefused, margin: margin))
            } catch {
                result = .failure(error)
            }
            answer.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = answer.withLock({ $0 }) else {
            throw TokenFault(description: "no token", needsPerson: false, retryAfter: RetryPlan.firstDelay)
        }
        return try result.get()
    }

    /// Asks for the codes of a log-in.
    public func deviceCodes() async throws -> DeviceCodes {
        guard let url = account.deviceURL else {
            throw DeviceLoginFault.refused("the provider has no device endpoint; set mail.oauth.device_url")
        }
        let request = OAuthRequest(
            deviceCodeWithScope: account.scope, client: try account.client(at: clock().wall, for: url),
            url: url)
        let answer = try await endpoint.send(request)
        return try DeviceCodes.read(status: answer.status, mediaType: answer.mediaType, body: answer.body)
            .get()
    }

    /// Waits until a person has confirmed the codes, then keeps the tokens durably.
    public func logIn(with codes: DeviceCodes) async throws {
        var login = DeviceLogin(codes, at: clock().boot)
        var step = login.begin(at: clock().boot)
        while true {
            switch step {
            case .failed(let fault): throw fault
            case .done(let token):
                guard token.refresh != nil else {
                    throw DeviceLoginFault.refused(
                        "it gave no refresh token; ask for offline access in mail.oauth.scope")
                }
                return try await cache.whileLocked {
                    try cache.save(tokens(token, origin: "", at: clock()))
                    state.withLock { $0.keeper.take(token, at: clock().boot) }
                }
            case .ask(let time):
                try await Task.sleep(for: max(.zero, clock().boot.duration(to: time)))
                let request = OAuthRequest(
                    token: .deviceCode(codes.deviceCode), scope: account.scope,
                    client: try account.client(at: clock().wall, for: account.tokenURL), url: account.tokenURL
                )
                do throws(TokenEndpointError) {
                    step = login.take(try await endpoint.send(request).meaning, at: clock().boot)
                } catch {
                    step = login.noAnswer(at: clock().boot)
                }
            }
        }
    }

    // MARK: - With the cache locked

    private func fetch(isRefused: Bool, margin: Duration) async throws -> TokenKeeper.Advice {
        let now = clock()
        saveAgain()
        let seed = try seed()
        let cached = try cached(for: seed)
        // Another process may have asked meanwhile, or this one has just started.
        if let token = usable(cached, at: now, isRefused: isRefused, margin: margin) { return .use(token) }
        let refresh = cached?.refresh ?? seed
        let request = try account.request(refresh: refresh, at: now.wall)
        let draft = try cache.prepare()
        let answer: OAuthAnswer
        do throws(TokenEndpointError) {
            answer = try await endpoint.send(request).meaning
        } catch {
            return state.withLock { $0.keeper.noAnswer("\(error)", at: clock().boot, jitter: jitter()) }
        }
        guard case .token(var token) = answer else {
            return state.withLock { $0.keeper.take(failure: answer, at: clock().boot, jitter: jitter()) }
        }
        if case .refreshToken = account.way {
            token.refresh = token.refresh ?? refresh
        } else {
            token.refresh = nil
        }
        let origin = cached?.refresh == nil ? seed.map { fingerprint(of: $0) } : cached?.origin
        let taken = clock()
        state.withLock { state in
            state.keeper.take(token, at: taken.boot)
            state.unsaved = tokens(token, origin: origin ?? "", at: taken)
        }
        saveAgain(in: draft)
        return .use(token.access)
    }

    /// The refresh token that was put into the settings by hand, if there is one.
    private func seed() throws -> String? {
        guard case .refreshToken(let read?) = account.way else { return nil }
        return try read()
    }

    /// What the file holds for this account, unless a newer refresh token was put into the settings.
    private func cached(for seed: String?) throws -> CachedTokens? {
        let known = try state.withLock { $0.unsaved } ?? cache.load()
        guard let known, known.account == account.name else { return nil }
        guard let seed, !known.origin.isEmpty, known.origin != fingerprint(of: seed) else { return known }
        return nil
    }

    /// The access token of the file, once, when it is good for long enough by a clock that can be believed.
    private func usable(_ cached: CachedTokens?, at now: Moment, isRefused: Bool, margin: Duration) -> String?
    {
        guard let cached, let access = cached.access, now.isWallTrusted else { return nil }
        if isRefused, state.withLock({ $0.given == access }) { return nil }
        let taken = WallTime(milliseconds: cached.takenMilliseconds),
            end = WallTime(milliseconds: cached.endMilliseconds)
        guard taken <= now.wall, now.wall < end, taken.duration(to: end) <= .seconds(366 * 86_400) else {
            return nil
        }
        return state.withLock { state in
            var keeper = TokenKeeper(
                token: access, lifetime: taken.duration(to: end), left: now.wall.duration(to: end),
                at: now.boot)
            guard case .use(let token) = keeper.advice(at: now.boot, margin: margin) else { return nil }
            state.keeper = keeper
            return token
        }
    }

    private func tokens(_ token: OAuthToken, origin: String, at now: Moment) -> CachedTokens {
        CachedTokens(
            account: account.name, origin: origin, refresh: token.refresh, access: token.access,
            takenMilliseconds: now.wall.milliseconds,
            endMilliseconds: (now.wall + token.lifetime).milliseconds)
    }

    /// Writes what the file does not hold yet. What cannot be written stays in memory, is told, and is tried again.
    private func saveAgain(in draft: TokenCache.Draft? = nil) {
        guard let tokens = state.withLock({ $0.unsaved }) else { return }
        do throws(TokenCacheError) {
            if let draft { try cache.save(tokens, in: draft) } else { try cache.save(tokens) }
            state.withLock { ($0.unsaved, $0.warning) = (nil, nil) }
        } catch {
            state.withLock { $0.warning = "\(error); until it is, a restart may need a new log-in" }
        }
    }

    private func note(_ token: String) -> String {
        state.withLock { $0.given = token }
        return token
    }
}
