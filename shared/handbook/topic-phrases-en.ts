import type { PhraseRule } from '../domain/classify'

/** English phrases by topic (R-CLS-02, R-CLS-05, C-45). Whole words; `*` ends a word any way, `…` stands for some words
 *  between. Weight 3 names the topic, 2 points to it, 1 only hints. */
// biome-ignore format: words in lines, not one a line
export const topicPhrasesEn: readonly PhraseRule[] = [
  {
    id: 'en-product-3',
    topic: 'product',
    weight: 3,
    phrases: [
      'in stock', 'out of stock', 'back in stock', 'restock*', 'how much is', 'how much does', 'what size',
      'which size', 'what material*', 'made of', 'is it waterproof', 'compatible with', 'work* with',
      'is there a discount', 'any discount*', 'on sale', 'cheaper', 'difference between', 'do you sell', 'do you have',
      'suitable for', 'genuine', 'ingredients', 'recommend',
    ],
  },
  {
    id: 'en-product-2',
    topic: 'product',
    weight: 2,
    phrases: [
      'size', 'sizes', 'colour*', 'color*', 'material', 'available', 'availability', 'specification*', 'specs',
      'features', 'model', 'price', 'promotion', 'discount',
    ],
  },
  { id: 'en-product-1', topic: 'product', weight: 1, phrases: ['product', 'item', 'buy', 'interested in'] },
  {
    id: 'en-order-3',
    topic: 'order',
    weight: 3,
    phrases: [
      'cancel my order', 'cancel the order', 'cancel an order', 'cancel order', 'cancel it', 'order … cancel*',
      'change my order', 'modify my order', 'edit my order', 'add … to my order', 'remove … from my order',
      'combine … orders', 'merge … orders', 'order status', 'status of my order', 'place an order', 'ordered twice',
      'ordered the wrong', 'wrong size by mistake', 'order by mistake',
    ],
  },
  { id: 'en-order-2', topic: 'order', weight: 2, phrases: ['order', 'orders', 'ordered', 'purchase', 'cancel*'] },
  {
    id: 'en-payment-3',
    topic: 'payment',
    weight: 3,
    phrases: [
      'charged twice', 'double charged', 'charged me', 'was charged', 'overcharged', 'payment fail*', 'payment … fail*',
      'payment … declined', 'card … declined', 'card was declined', 'cannot pay', "can't pay", 'could not pay',
      'pay by', 'pay with', 'payment method*', 'paypal', 'instalment*', 'installment*', 'price protection',
      'price match', 'price dropped', 'price difference', 'coupon', 'voucher', 'promo code', 'discount code',
      'gift card', 'bank transfer', 'cash on delivery', 'charged',
    ],
  },
  {
    id: 'en-payment-2',
    topic: 'payment',
    weight: 2,
    phrases: ['pay', 'paid', 'payment', 'credit card', 'debit card', 'card', 'billing', 'bank'],
  },
  {
    id: 'en-logistics-3',
    topic: 'logistics',
    weight: 3,
    phrases: [
      'where is my', "where's my", 'where is it', 'tracking', 'track my', 'deliver*', 'shipped', 'shipping', 'shipment',
      'ship my', 'dispatch*', 'courier', 'parcel', 'package', 'has not arrived', "hasn't arrived", 'not arrived',
      'never arrived', "didn't arrive", 'not received', 'never received', "haven't received", 'still waiting for my',
      'change the address', 'change my address', 'delivery address', 'wrong address', 'shipping cost', 'postage',
      'stuck in', 'out for delivery', 'lost in', 'arrive', 'customs',
    ],
  },
  {
    id: 'en-logistics-2',
    topic: 'logistics',
    weight: 2,
    phrases: ['address', 'arrived', 'still waiting', 'delay*', 'late', 'ship'],
  },
  {
    id: 'en-after-sales-3',
    topic: 'after_sales',
    weight: 3,
    phrases: [
      'refund*', 'return', 'returns', 'return it', 'returned', 'returning', 'send it back', 'sent it back', 'exchange',
      'replacement', 'replace it', 'money back', 'repair*', 'warranty', 'guarantee', 'broken', 'damaged', 'defective',
      'faulty', 'cracked', "doesn't work", 'does not work', "doesn't turn on", 'stopped working', 'wrong item',
      'wrong product', 'wrong colour', 'wrong color', 'wrong size', 'missing part*', 'missing item*', 'parts missing',
      'is missing', 'box was empty', 'empty box', 'install*', 'not as described', "doesn't fit", 'does not fit',
      'too small', 'too big', 'expired', 'leak*',
    ],
  },
  { id: 'en-after-sales-1', topic: 'after_sales', weight: 1, phrases: ['missing', 'quality', 'fit'] },
  {
    id: 'en-invoice-4',
    topic: 'invoice',
    weight: 4,
    phrases: [
      'invoice*', 'vat', 'tax number', 'tax id', 'receipt for', 'tax receipt', 'company name on', 'billing document',
    ],
  },
  {
    id: 'en-account-3',
    topic: 'account',
    weight: 3,
    phrases: [
      'account', 'password', 'log in', 'login', 'log into', 'sign in', 'signed in', 'sign up', 'register',
      'verification code', 'membership', 'member', 'loyalty points', 'my points', 'points', 'personal data', 'my data',
      'phone number … change*', 'change my email', 'update my email', 'update my phone', 'change my phone', 'hacked',
      'locked out', 'two factor',
    ],
  },
  {
    id: 'en-complaint-4',
    topic: 'complaint',
    weight: 4,
    phrases: [
      'complain*', 'complaint', 'rude', 'unacceptable', 'disgust*', 'scam*', 'fraud*', 'liar*', 'lied', 'lying', 'lies',
      'cheated', 'cheat', 'never buy', 'never again', 'never shop', 'worst', 'terrible', 'appalling', 'awful service',
      'horrible', 'report you', 'trading standards', 'consumer protection', 'lawyer', 'sue you', 'ignored me',
      'ignoring me', 'nobody answers', 'no one answers', 'nobody cares', 'no one replies', 'hung up', 'broken promise*',
      'misleading', 'false advertising', 'ripped off', 'manager',
    ],
  },
  {
    id: 'en-complaint-2',
    topic: 'complaint',
    weight: 2,
    phrases: [
      'disappoint*', 'angry', 'furious', 'fed up', 'ridiculous', 'joke', 'frustrat*', 'poor service', 'bad service',
      'unhappy', 'waste of time', 'refused',
    ],
  },
  {
    id: 'en-technical-4',
    topic: 'technical',
    weight: 4,
    phrases: [
      'crash*', 'error message', 'error code', 'an error', 'blank page', 'white screen', 'not loading', "won't load",
      "doesn't load", 'does not load', 'keeps loading', 'freez*', 'frozen screen', 'bug', 'glitch*', 'site is down',
      'website is down', 'page … down', '404', '500 error', 'button does nothing', 'button … not work*',
      "button doesn't", 'cart … empty', 'cart … disappear*', 'checkout … not work*', "checkout doesn't", "app doesn't",
      'app does not', 'app … not work*', 'app keeps', "won't open", 'not opening', 'cannot add … cart',
      "can't add … cart",
    ],
  },
  {
    id: 'en-technical-2',
    topic: 'technical',
    weight: 2,
    phrases: ['app', 'website', 'web page', 'page', 'checkout', 'cart', 'basket', 'browser', 'screen'],
  },
  {
    id: 'en-feedback-4',
    topic: 'feedback',
    weight: 4,
    phrases: [
      'suggest*', 'suggestion', 'feedback', 'it would be great if', 'it would be nice if', 'would be helpful if',
      'you should add', 'please add', 'great service', 'excellent service', 'great job', 'well done', 'very happy',
      'so happy', 'love it', 'love the', 'love your', 'amazing service', 'wonderful', 'keep it up', 'thank you for the',
      'thank you for your', 'compliment*', 'idea for', 'thanks to your',
    ],
  },
  {
    id: 'en-feedback-2',
    topic: 'feedback',
    weight: 2,
    phrases: ['happy with', 'pleased', 'excellent', 'great', 'perfect', 'impressed', 'improve'],
  },
  {
    id: 'en-other-1',
    topic: 'other',
    weight: 1,
    phrases: ['hello', 'hi', 'hey', 'anyone there', 'human', 'real person', 'agent', 'good morning'],
  },
]
