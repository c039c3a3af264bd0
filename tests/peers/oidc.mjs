/*
 * A provider of identities that others wrote (oidc-provider), on 127.0.0.1: it signs in at once
 * whoever `subject` names, and remembers each browser as providers do.
 */
import crypto from 'node:crypto';
import http from 'node:http';
import { Provider } from 'oidc-provider';

const kinds = {
    RS256: () => crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: () => crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

function keyOf(algorithm) {
    const { privateKey } = kinds[algorithm]();
    return { ...privateKey.export({ format: 'jwk' }), kid: crypto.randomUUID(), use: 'sig', alg: algorithm };
}

/* options: algorithm; client, a registration's own members; returns: addresses of return. */
export async function oidcPeer(options) {
    const server = http.createServer((request, response) => peer.handle(request, response));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const peer = { issuer, subject: 'nobody', label: '' };

    /* Anew: other keys, and no code or session of before. */
    peer.renew = () => {
        const provider = new Provider(issuer, {
            clients: [{ client_id: 'quitus', redirect_uris: options.returns, response_types: ['code'],
                grant_types: ['authorization_code'], id_token_signed_response_alg: options.algorithm,
                ...options.client }],
            jwks: { keys: [keyOf(options.algorithm)] },
            cookies: { keys: [crypto.randomUUID()], names: { session: `op${server.address().port}` } },
            claims: { openid: ['sub'], email: ['email'] },
            conformIdTokenClaims: false,
            features: { devInteractions: { enabled: false } },
            interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
            ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
            findAccount: (context, id) => ({ accountId: id,
                claims: () => ({ sub: id, email: peer.label || `${id}@ailleurs.example` }) }),
            async loadExistingGrant(context) {
                const grant = new provider.Grant({ clientId: 'quitus', accountId: context.oidc.session.accountId });
                grant.addOIDCScope('openid email profile');
                await grant.save();
                return grant;
            },
        });
        const callback = provider.callback();
        peer.handle = async (request, response) => {
            if (!request.url.startsWith('/interaction/'))
                return callback(request, response);
            return provider.interactionFinished(request, response, { login: { accountId: peer.subject } });
        };
    };
    peer.renew();
    return peer;
}
