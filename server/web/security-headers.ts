import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'

/**
 * Nothing but our own files is loaded, and no style or script stands in a page. `same-origin` and not helmet's
 * `no-referrer`: with that one browsers send `Origin: null` on our own forms.
 */
export function securityHeaders({ BASE_URL }: Pick<Config, 'BASE_URL'>): RequestHandler[] {
  const isHttps = BASE_URL.startsWith('https:')
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(isHttps && { upgradeInsecureRequests: [] })
      }
    },
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps && { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false }
  })
  return [headers, permissionsPolicy]
}

const unused = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'interest-cohort', 'browsing-topics']

const permissionsPolicy: RequestHandler = (_req, res, next) => {
  res.set('Permissions-Policy', unused.map(feature => `${feature}=()`).join(', '))
  next()
}
