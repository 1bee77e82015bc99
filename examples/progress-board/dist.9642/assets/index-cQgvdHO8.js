import"@graphql-typed-document-node/core";var e=class extends Error{constructor(e,t={}){let[n]=e;super(n?.message??t.message??`There was no answer.`,{cause:t.cause}),this.errors=e,this.name=`CandorError`;let r=n?.extensions;this.code=n?r?.code??`INTERNAL_SERVER_ERROR`:`UNREACHABLE`,this.isRetryable=!n||r?.retryable===!0,this.retryAfter=r?.retryAfter,this.requestId=r?.requestId,this.data=t.data}};function t(e){return typeof e==`object`&&!!e}var n=`x-graphql-event-stream-token`;function r(e){if(e=e,e!==`next`&&e!==`complete`)throw Error(`Invalid stream event "${e}"`);return e}function i(e,t){if(t)try{t=JSON.parse(t)}catch{throw Error(`Invalid stream data`)}if(e===`next`&&!t)throw Error(`Stream data must be an object for "next" events`);return t||null}var a;(function(e){e[e.NewLine=10]=`NewLine`,e[e.CarriageReturn=13]=`CarriageReturn`,e[e.Space=32]=`Space`,e[e.Colon=58]=`Colon`})(a||={});function o(){let e,t,n,o=!1,s={event:``,data:``},c=[],l=new TextDecoder;return function(u){if(e===void 0)e=u,t=0,n=-1;else{let t=new Uint8Array(e.length+u.length);t.set(e),t.set(u,e.length),e=t}let d=e.length,f=0;for(;t<d;){o&&=(e[t]===a.NewLine&&(f=++t),!1);let u=-1;for(;t<d&&u===-1;++t)switch(e[t]){case a.Colon:n===-1&&(n=t-f);break;case a.CarriageReturn:o=!0;case a.NewLine:u=t}if(u===-1)break;if(f===u){if(s.event||s.data){if(!s.event)throw Error(`Missing message event`);let e=r(s.event),t=i(e,s.data);c.push({event:e,data:t}),s={event:``,data:``}}}else if(n>0){let t=e.subarray(f,u),r=l.decode(t.subarray(0,n)),i=n+(t[n+1]===a.Space?2:1),o=l.decode(t.subarray(i));switch(r){case`event`:s.event=o;break;case`data`:s.data=s.data?s.data+`
`+o:o}}f=t,n=-1}if(f===d){e=void 0;let t=[...c];return c=[],t}f!==0&&(e=e.subarray(f),t-=f)}}function s(e){let{singleConnection:t=!1,lazy:r=!0,lazyCloseTimeout:i=0,onNonLazyError:a=console.error,generateID:o=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},retryAttempts:s=5,retry:l=async function(e){let t=1e3;for(let n=0;n<e;n++)t*=2;await new Promise(e=>setTimeout(e,t+Math.floor(Math.random()*2700+300)))},credentials:d=`same-origin`,referrer:f,referrerPolicy:p,onMessage:m,on:h}=e,g=e.fetchFn||fetch,_=e.abortControllerImpl||AbortController,v=(()=>{let e=!1,t=[];return{get disposed(){return e},onDispose(n){return e?(setTimeout(()=>n(),0),()=>{}):(t.push(n),()=>{t.splice(t.indexOf(n),1)})},dispose(){if(!e){e=!0;for(let e of[...t])e()}}}})(),y,b,x=0,S=null,C=0;async function w(){try{if(v.disposed)throw Error(`Client has been disposed`);return await(b??=(async()=>{var t,r;if(S){if(await l(C),y.signal.aborted)throw Error(`Connection aborted by the client`);C++}(t=h?.connecting)==null||t.call(h,!!S),y=new _;let i=v.onDispose(()=>y.abort());y.signal.addEventListener(`abort`,()=>{i(),b=void 0});let a=e,o=typeof a.url==`function`?await a.url(void 0):a.url;if(y.signal.aborted)throw Error(`Connection aborted by the client`);let s=typeof a.headers==`function`?await a.headers(void 0):a.headers??{};if(y.signal.aborted)throw Error(`Connection aborted by the client`);let x;try{x=await g(o,{signal:y.signal,method:`PUT`,credentials:d,referrer:f,referrerPolicy:p,headers:s})}catch(e){throw new c(e)}if(x.status!==201)throw new c(x);s[n]=await x.text();let w=await u({signal:y.signal,headers:s,credentials:d,referrer:f,referrerPolicy:p,url:o,fetchFn:g,onMessage:e=>{var t;(t=h?.message)==null||t.call(h,e),m?.(e)}});return(r=h?.connected)==null||r.call(h,!!S),w.waitForThrow().catch(()=>b=void 0),w})())}catch(e){throw b=void 0,e}}t&&!r&&(async()=>{for(x++;;)try{let{waitForThrow:e}=await w();await e()}catch(e){if(v.disposed)return;if(!(e instanceof c)||(b=void 0,!s||C>=s))return a?.(e);S=e}})();function T(n,a,T){if(!t){let t=new _,r=v.onDispose(()=>{r(),t.abort()});return(async()=>{var r,i,o,_;let v=null,y=0;for(;;)try{if(v){if(await l(y),t.signal.aborted)throw Error(`Connection aborted by the client`);y++}(r=h?.connecting)==null||r.call(h,!!v),(i=T?.connecting)==null||i.call(T,!!v);let s=e,c=typeof s.url==`function`?await s.url(n):s.url;if(t.signal.aborted)throw Error(`Connection aborted by the client`);let b=typeof s.headers==`function`?await s.headers(n):s.headers??{};if(t.signal.aborted)throw Error(`Connection aborted by the client`);let{getResults:x}=await u({signal:t.signal,headers:{...b,"content-type":`application/json; charset=utf-8`},credentials:d,referrer:f,referrerPolicy:p,url:c,body:JSON.stringify(n),fetchFn:g,onMessage:e=>{var t,n;(t=h?.message)==null||t.call(h,e),(n=T?.message)==null||n.call(T,e),m?.(e)}});(o=h?.connected)==null||o.call(h,!!v),(_=T?.connected)==null||_.call(T,!!v);for await(let e of x())v=null,y=0,a.next(e);return t.abort()}catch(e){if(t.signal.aborted)return;if(!(e instanceof c)||!s||y>=s)throw e;v=e}})().then(()=>a.complete()).catch(e=>a.error(e)),()=>t.abort()}x++;let E=new _,D=v.onDispose(()=>{D(),E.abort()});return(async()=>{let e=o();n={...n,extensions:{...n.extensions,operationId:e}};let t=null;for(;;){t=null;try{let{url:r,headers:i,getResults:o}=await w(),s;try{s=await g(r,{signal:E.signal,method:`POST`,credentials:d,referrer:f,referrerPolicy:p,headers:{...i,"content-type":`application/json; charset=utf-8`},body:JSON.stringify(n)})}catch(e){throw new c(e)}if(s.status!==202)throw new c(s);t=async()=>{let t;try{let n=new _,a=v.onDispose(()=>{a(),n.abort()});t=await g(r+`?operationId=`+e,{signal:n.signal,method:`DELETE`,credentials:d,referrer:f,referrerPolicy:p,headers:i})}catch(e){throw new c(e)}if(t.status!==200)throw new c(t)};for await(let t of o({signal:E.signal,operationId:e}))S=null,C=0,a.next(t);return t=null,E.abort()}catch(e){if(E.signal.aborted)return await t?.();if(!(e instanceof c)||(r&&(b=void 0),!s||C>=s))throw E.abort(),e;S=e}finally{E.signal.aborted&&--x===0&&(isFinite(i)&&i>0?setTimeout(()=>{x||y.abort()},i):y.abort())}}})().then(()=>a.complete()).catch(e=>a.error(e)),()=>E.abort()}return{subscribe:T,iterate(e,t){let n=[],r={done:!1,error:null,resolve:()=>{}},i=T(e,{next(e){n.push(e),r.resolve()},error(e){r.done=!0,r.error=e,r.resolve()},complete(){r.done=!0,r.resolve()}},t),a=(async function*(){for(;;){for(n.length||await new Promise(e=>r.resolve=e);n.length;)yield n.shift();if(r.error)throw r.error;if(r.done)return}})();return a.throw=async e=>(r.done||(r.done=!0,r.error=e,r.resolve()),{done:!0,value:void 0}),a.return=async()=>(i(),{done:!0,value:void 0}),a},dispose(){v.dispose()}}}var c=class extends Error{constructor(e){let t,n;l(e)?(n=e,t=`Server responded with `+e.status+`: `+e.statusText):t=e instanceof Error?e.message:String(e),super(t),this.name=this.constructor.name,this.response=n}};function l(e){return t(e)&&typeof e.ok==`boolean`&&typeof e.status==`number`&&typeof e.statusText==`string`}async function u(e){let{signal:t,url:n,credentials:r,headers:i,body:a,referrer:s,referrerPolicy:l,fetchFn:u,onMessage:f}=e,p={},m={},h;try{h=await u(n,{signal:t,method:a?`POST`:`GET`,credentials:r,referrer:s,referrerPolicy:l,headers:{...i,accept:`text/event-stream`},body:a})}catch(e){throw new c(e)}if(!h.ok)throw new c(h);if(!h.body)throw Error(`Missing response body`);let g=null,_;return(async()=>{var e;try{let t=o();for await(let n of d(h.body)){if(typeof n==`string`)throw g=Error(`Unexpected string chunk "${n}"`);let r;try{r=t(n)}catch(e){throw g=e}if(r)for(let t of r){try{f?.(t)}catch(e){throw g=e}let n=t.data&&`id`in t.data?t.data.id:``;switch(n in m||(m[n]=[]),t.event){case`next`:n?m[n].push(t.data.payload):m[n].push(t.data);break;case`complete`:m[n].push(`complete`);break;default:throw g=Error(`Unexpected message event "${t.event}"`)}(e=p[n])==null||e.proceed()}}if(Object.keys(p).length)throw Error(`Connection closed while having active streams`)}catch(e){g=!g&&Object.keys(p).length?new c(e):e,_?.(g)}finally{Object.values(p).forEach(({proceed:e})=>e())}})(),{url:n,headers:i,waitForThrow:()=>new Promise((e,t)=>{if(g)return t(g);_=t}),async*getResults(e){let{signal:t,operationId:n=``}=e??{};try{for(;;){for(;m[n]?.length;){let e=m[n].shift();if(e===`complete`)return;yield e}if(g)throw g;if(t?.aborted)throw Error(`Getting results aborted by the client`);await new Promise(e=>{let r=()=>{t?.removeEventListener(`abort`,r),delete p[n],e()};t?.addEventListener(`abort`,r),p[n]={proceed:r}})}}finally{delete m[n]}}}}function d(e){return typeof Object(e)[Symbol.asyncIterator]==`function`?(e=e,e):(async function*(){let t=e.getReader(),n;do n=await t.read(),n.value!==void 0&&(yield n.value);while(!n.done)})()}var f=class extends Error{constructor(e,t,n){super(`The line ended: ${e}.`,n),this.end=e,this.wasOpen=t,this.name=`LaneError`}};async function*p(e,t){let n=()=>void t.return?.();e.addEventListener(`abort`,n,{once:!0});try{yield*t}finally{e.removeEventListener(`abort`,n)}}function m(e,t={}){return{query:e.toString(),variables:{...t}}}async function h({token:e}){return typeof e==`function`?e():e}function g(e,{language:t}){return{...e===void 0?{}:{authorization:`Bearer ${e}`},...t===void 0?{}:{"accept-language":t}}}var _=25e3,v=class{#e;#t=new Set;constructor(e){this.#e=s({url:`${e.url}/stream`,headers:async()=>g(await h(e),e),retryAttempts:0,fetchFn:(t,n)=>this.#n(e.fetch,t,n)})}async*results(e,t,n){let r=!1;try{yield*p(t,this.#e.iterate({...e},{connected:()=>{r=!0,n()}}))}catch(e){throw new f(b(e),r,{cause:e})}}cut(){for(let e of this.#t)e.abort(new c(`The line was cut.`))}close(){this.#e.dispose()}async#n(e,t,n){let r=new AbortController;this.#t.add(r);let i=y(r),a=n.signal?AbortSignal.any([n.signal,r.signal]):r.signal,o=()=>{clearTimeout(i),this.#t.delete(r)},s=await e(t,{...n,signal:a}).catch(e=>{throw o(),e}),c=new TransformStream({transform(e,t){clearTimeout(i),i=y(r),t.enqueue(e)},flush:o});return a.addEventListener(`abort`,o,{once:!0}),new Response(s.body?.pipeThrough(c)??null,s)}};function y(e){return setTimeout(()=>e.abort(new c(`Nothing was heard for too long.`)),_)}function b(e){let t=e instanceof c?e.response?.status:void 0;return t===401||t===403?`refused`:t!==void 0&&t>=400&&t<500&&![408,425,429].includes(t)?`failed`:`lost`}function x(e,{first:t,longest:n}){let r=Math.min(t*2**(e-1),n);return r/2+Math.random()*r/2}function S(e,t){return new Promise(n=>{if(t?.aborted)return n();let r=()=>{clearTimeout(i),t?.removeEventListener(`abort`,r),n()},i=setTimeout(r,e);t?.addEventListener(`abort`,r,{once:!0})})}var C=`application/graphql-response+json, application/json;q=0.9`,w=class{constructor(e){this.options=e}async send(t,n,{signal:r}){for(let i=1;;i++)try{return await this.#e(t,n,r)}catch(t){if(r?.throwIfAborted(),!(t instanceof e)||!t.isRetryable||i>=this.options.attempts)throw t;let n=x(i,this.options.pauses);await S(Math.max(n,(t.retryAfter??0)*1e3),r),r?.throwIfAborted()}}async#e(t,n,r){let{url:i,fetch:a,...o}=this.options,{data:s,errors:c}=await a(i,{method:`POST`,headers:{...g(await h(o),o),...n,accept:C,"content-type":`application/json`},body:JSON.stringify(t),...r&&{signal:r}}).then(T,E);if(c?.length)throw new e(c,{data:s});return s}};async function T(t){let n=await t.json().catch(()=>void 0);if(n?.data===void 0&&!n?.errors)throw new e([],{message:`The answer with status ${t.status} is not one of GraphQL.`});return n}function E(t){throw new e([],{message:`The platform could not be reached.`,cause:t})}function D(e){return e===null?`null`:Array.isArray(e)?`array`:typeof e}function O(e){return D(e)===`object`}function ee(e){return Array.isArray(e)&&e.length>0&&e.every(e=>`message`in e)}function te(e,t){return e.length<124?e:t}var k=(e=>(e[e.InternalServerError=4500]=`InternalServerError`,e[e.InternalClientError=4005]=`InternalClientError`,e[e.BadRequest=4400]=`BadRequest`,e[e.BadResponse=4004]=`BadResponse`,e[e.Unauthorized=4401]=`Unauthorized`,e[e.Forbidden=4403]=`Forbidden`,e[e.SubprotocolNotAcceptable=4406]=`SubprotocolNotAcceptable`,e[e.ConnectionInitialisationTimeout=4408]=`ConnectionInitialisationTimeout`,e[e.ConnectionAcknowledgementTimeout=4504]=`ConnectionAcknowledgementTimeout`,e[e.SubscriberAlreadyExists=4409]=`SubscriberAlreadyExists`,e[e.TooManyInitialisationRequests=4429]=`TooManyInitialisationRequests`,e))(k||{}),A=(e=>(e.ConnectionInit=`connection_init`,e.ConnectionAck=`connection_ack`,e.Ping=`ping`,e.Pong=`pong`,e.Subscribe=`subscribe`,e.Next=`next`,e.Error=`error`,e.Complete=`complete`,e))(A||{});function ne(e){if(!O(e))throw Error(`Message is expected to be an object, but got ${D(e)}`);if(!e.type)throw Error(`Message is missing the 'type' property`);if(typeof e.type!=`string`)throw Error(`Message is expects the 'type' property to be a string, but got ${D(e.type)}`);switch(e.type){case`connection_init`:case`connection_ack`:case`ping`:case`pong`:if(e.payload!=null&&!O(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object or nullish or missing, but got "${e.payload}"`);break;case`subscribe`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${D(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!O(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${D(e.payload)}`);if(typeof e.payload.query!=`string`)throw Error(`"${e.type}" message payload expects the 'query' property to be a string, but got ${D(e.payload.query)}`);if(e.payload.variables!=null&&!O(e.payload.variables))throw Error(`"${e.type}" message payload expects the 'variables' property to be a an object or nullish or missing, but got ${D(e.payload.variables)}`);if(e.payload.operationName!=null&&D(e.payload.operationName)!==`string`)throw Error(`"${e.type}" message payload expects the 'operationName' property to be a string or nullish or missing, but got ${D(e.payload.operationName)}`);if(e.payload.extensions!=null&&!O(e.payload.extensions))throw Error(`"${e.type}" message payload expects the 'extensions' property to be a an object or nullish or missing, but got ${D(e.payload.extensions)}`);break;case`next`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${D(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!O(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an object, but got ${D(e.payload)}`);break;case`error`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${D(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);if(!ee(e.payload))throw Error(`"${e.type}" message expects the 'payload' property to be an array of GraphQL errors, but got ${JSON.stringify(e.payload)}`);break;case`complete`:if(typeof e.id!=`string`)throw Error(`"${e.type}" message expects the 'id' property to be a string, but got ${D(e.id)}`);if(!e.id)throw Error(`"${e.type}" message requires a non-empty 'id' property`);break;default:throw Error(`Invalid message 'type' property "${e.type}"`)}return e}function re(e,t){return ne(typeof e==`string`?JSON.parse(e,t):e)}function j(e,t){return ne(e),JSON.stringify(e,t)}function ie(e){let{url:t,connectionParams:n,lazy:r=!0,onNonLazyError:i=console.error,lazyCloseTimeout:a=0,keepAlive:o=0,disablePong:s,connectionAckWaitTimeout:c=0,retryAttempts:l=5,retryWait:u=async function(e){let t=2**e;await new Promise(e=>setTimeout(e,t*1e3+Math.floor(Math.random()*2700+300)))},shouldRetry:d=oe,on:f,webSocketImpl:p,generateID:m=function(){return`xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx`.replace(/[xy]/g,e=>{let t=Math.random()*16|0;return(e==`x`?t:t&3|8).toString(16)})},jsonMessageReplacer:h,jsonMessageReviver:g}=e,_;if(p){if(!ce(p))throw Error(`Invalid WebSocket implementation provided`);_=p}else typeof WebSocket<`u`?_=WebSocket:typeof global<`u`?_=global.WebSocket||global.MozWebSocket:typeof window<`u`&&(_=window.WebSocket||window.MozWebSocket);if(!_)throw Error("WebSocket implementation missing; on Node you can `import WebSocket from 'ws';` and pass `webSocketImpl: WebSocket` to `createClient`");let v=_,y=(()=>{let e=(()=>{let e={};return{on(t,n){return e[t]=n,()=>{delete e[t]}},emit(t){`id`in t&&e[t.id]?.(t)}}})(),t={connecting:f?.connecting?[f.connecting]:[],opened:f?.opened?[f.opened]:[],connected:f?.connected?[f.connected]:[],ping:f?.ping?[f.ping]:[],pong:f?.pong?[f.pong]:[],message:f?.message?[e.emit,f.message]:[e.emit],closed:f?.closed?[f.closed]:[],error:f?.error?[f.error]:[]};return{onMessage:e.on,on(e,n){let r=t[e];return r.push(n),()=>{let e=r.indexOf(n);e>-1&&r.splice(e,1)}},emit(e,...n){for(let r of[...t[e]])r(...n)}}})();function b(e){let t=[y.on(`error`,n=>{t.forEach(e=>e()),e(n)}),y.on(`closed`,n=>{t.forEach(e=>e()),e(n)})];return()=>t.forEach(e=>e())}let x,S=0,C,w=!1,T=0,E=!1;async function D(){clearTimeout(C);let[e,r]=await(x??=new Promise((e,r)=>(async()=>{if(w){if(await u(T),!S)return x=void 0,r({code:1e3,reason:`All Subscriptions Gone`});T++}y.emit(`connecting`,w);let i=new v(typeof t==`function`?await t():t,`graphql-transport-ws`),a,l;function d(){isFinite(o)&&o>0&&(clearTimeout(l),l=setTimeout(()=>{i.readyState===v.OPEN&&(i.send(j({type:A.Ping})),y.emit(`ping`,!1,void 0))},o))}b(e=>{x=void 0,clearTimeout(a),clearTimeout(l),r(e),e instanceof ae&&(i.close(4499,`Terminated`),i.onerror=null,i.onclose=null)}),i.onerror=e=>y.emit(`error`,e),i.onclose=e=>y.emit(`closed`,e),i.onopen=async()=>{try{y.emit(`opened`,i);let e=typeof n==`function`?await n():n;if(i.readyState!==v.OPEN)return;i.send(j(e?{type:A.ConnectionInit,payload:e}:{type:A.ConnectionInit},h)),isFinite(c)&&c>0&&(a=setTimeout(()=>{i.close(k.ConnectionAcknowledgementTimeout,`Connection acknowledgement timeout`)},c)),d()}catch(e){y.emit(`error`,e),i.close(k.InternalClientError,te(e instanceof Error?e.message:String(e),`Internal client error`))}};let f=!1;i.onmessage=({data:t})=>{try{let n=re(t,g);if(y.emit(`message`,n),n.type===`ping`||n.type===`pong`){y.emit(n.type,!0,n.payload),n.type===`pong`?d():s||(i.send(j(n.payload?{type:A.Pong,payload:n.payload}:{type:A.Pong},h)),y.emit(`pong`,!1,n.payload));return}if(f)return;if(n.type!==A.ConnectionAck)throw Error(`First message cannot be of type ${n.type}`);clearTimeout(a),f=!0,y.emit(`connected`,i,n.payload,w),w=!1,T=0;let r=new Promise((e,t)=>b(t));r.catch(()=>{}),e([i,r])}catch(e){i.onmessage=null,y.emit(`error`,e),i.close(k.BadResponse,te(e instanceof Error?e.message:String(e),`Bad response`))}}})()));e.readyState===v.CLOSING&&await r;let i=()=>{},l=new Promise(e=>i=e);return[e,i,new Promise((t,n)=>{let i=b(n);e.readyState!==v.OPEN&&r.catch(n),l.then(()=>{if(i(),!S){let t=()=>e.close(1e3,`Normal Closure`);isFinite(a)&&a>0?(clearTimeout(C),C=setTimeout(()=>{!S&&e.readyState===v.OPEN&&t()},a)):t()}t()})})]}function O(e){if(oe(e)&&(se(e.code)||[k.InternalServerError,k.InternalClientError,k.BadRequest,k.BadResponse,k.Unauthorized,k.SubprotocolNotAcceptable,k.SubscriberAlreadyExists,k.TooManyInitialisationRequests].includes(e.code)))throw e;if(E)return!1;if(oe(e)&&e.code===1e3)return S>0;if(!l||T>=l||!d(e))throw e;return w=!0}r||(async()=>{for(S++;;)try{let[,,e]=await D();await e}catch(e){try{if(!O(e))return}catch(e){return i?.(e)}}})();function ee(e,t){let n=m(e),r=!1,i=!1,a=()=>{S--,r=!0};return(async()=>{for(S++;;)try{let[o,s,c]=await D();if(r)return c.catch(()=>{}),s();let l=y.onMessage(n,e=>{switch(e.type){case A.Next:t.next(e.payload);return;case A.Error:i=!0,r=!0,t.error(e.payload),a();return;case A.Complete:r=!0,a();return}});o.send(j({id:n,type:A.Subscribe,payload:e},h)),a=()=>{!r&&o.readyState===v.OPEN&&o.send(j({id:n,type:A.Complete},h)),S--,r=!0,s()},await c.finally(l);return}catch(e){if(!O(e))return}})().then(()=>{i||t.complete()}).catch(e=>{t.error(e)}),()=>{r||a()}}return{on:y.on,subscribe:ee,iterate(e){let t=[],n={done:!1,error:null,resolve:()=>{}},r=ee(e,{next(e){t.push(e),n.resolve()},error(e){n.done=!0,n.error=e,n.resolve()},complete(){n.done=!0,n.resolve()}}),i=async function*(){for(;;){for(t.length||await new Promise(e=>n.resolve=e);t.length;)yield t.shift();if(n.error)throw n.error;if(n.done)return}}();return i.throw=async e=>(n.done||(n.done=!0,n.error=e,n.resolve()),{done:!0,value:void 0}),i.return=async()=>(r(),{done:!0,value:void 0}),i},async dispose(){if(E=!0,x){let[e]=await x;e.close(1e3,`Normal Closure`)}},terminate(){x&&y.emit(`closed`,new ae)}}}var ae=class extends Error{name=`TerminatedCloseEvent`;message=`4499: Terminated`;code=4499;reason=`Terminated`;wasClean=!1};function oe(e){return O(e)&&`code`in e&&`reason`in e}function se(e){return![1e3,1001,1006,1005,1012,1013,1014].includes(e)&&e>=1e3&&e<=1999}function ce(e){return typeof e==`function`&&`constructor`in e&&`CLOSED`in e&&`CLOSING`in e&&`CONNECTING`in e&&`OPEN`in e}var le=1e4,ue=5e3,de=8e3,fe=new Set([1002,1003,1007,1008,4004,4005,4400,4406,4409]),pe=4403,me=class{#e;#t;#n;#r;constructor(e){this.unopened=0,this.#t=`nothing`,this.#n=!1,this.#e=ie({url:e.url.replace(/^http/,`ws`),connectionParams:async()=>g(await h(e),e),lazyCloseTimeout:1e3,retryAttempts:0,keepAlive:le,connectionAckWaitTimeout:de,...e.webSocket!==void 0&&{webSocketImpl:e.webSocket},on:{connecting:()=>{this.#t=`nothing`},opened:()=>{this.#t=`open`,this.unopened=0},connected:()=>{this.#t=`greeted`,this.#n=!0},ping:e=>{e||(this.#r=setTimeout(()=>this.cut(),ue))},pong:e=>{e&&clearTimeout(this.#r)},closed:()=>{clearTimeout(this.#r),this.#n=!1,this.#t===`nothing`&&(this.unopened+=1)}}})}async*results(e,t,n){this.#n&&n();let r=this.#e.on(`connected`,n);try{yield*p(t,this.#e.iterate({...e}))}catch(e){throw Array.isArray(e)?e:new f(this.#i(e),this.#t!==`nothing`,{cause:e})}finally{r()}}cut(){this.#e.terminate()}close(){clearTimeout(this.#r),this.#e.dispose()}#i(e){let t=e?.code;return fe.has(Number(t))?`failed`:t===pe&&this.#t!==`greeted`?`refused`:`lost`}},he=class{#e={status:`connecting`};#t;#n=0;#r;#i=!0;#a=new AbortController;#o=new AbortController;#s;constructor(e,t){this.parts=e,this.options=t,this.#t=t.since,this.#s=this.#c()}get state(){return this.#e}get position(){return this.#t}[Symbol.asyncIterator](){return this.#s}retry(){this.#a.abort()}stop(){this.#g({status:`ended`,reason:`stopped`})}async*#c(){try{for(;!this.#h;)yield*this.#l(),this.#h||await this.#m()}finally{this.stop()}}async*#l(){let{lane:e,request:t}=this.parts,n={...t.variables,since:this.#t};this.#r=e(this.#r,this.#i),this.#i=!0;let r=this.#r.results({...t,variables:n},this.#o.signal,()=>this.#u());try{for await(let{data:e,errors:t}of r){let n=Object.values(e??{})[0];if(!n)throw t??[];if(!this.#d(n)&&(this.#_({status:`live`}),this.#n=0,yield n,this.#t={epoch:n.epoch,offset:n.offset},n.kind===`TOMBSTONE`))return this.#g({status:`ended`,reason:`archived`})}}catch(e){this.#f(e)}}#u(){this.#t&&this.#_({status:`live`})}#d({kind:e,epoch:t,offset:n}){let r=this.#t;return e===`CHANGE`&&r!==void 0&&t===r.epoch&&n<=r.offset}#f(t){if(t instanceof f)this.#i=t.wasOpen,t.end===`failed`?this.#g({status:`ended`,reason:`failed`}):t.end===`refused`&&!this.parts.isTokenRenewable&&this.#g({status:`ended`,reason:`refused`});else if(Array.isArray(t))this.#p(new e(t));else throw t}#p(e){e.code===`NOT_FOUND`?this.#g({status:`ended`,reason:`gone`,error:e}):e.code===`UNAUTHENTICATED`?this.parts.isTokenRenewable||this.#g({status:`ended`,reason:`refused`,error:e}):e.isRetryable||this.#g({status:`ended`,reason:`failed`,error:e})}async#m(){this.#n+=1;let e=x(this.#n,this.parts.pauses);this.#a=new AbortController,this.#_({status:`waiting`,until:new Date(Date.now()+e)}),await S(e,this.#a.signal),this.#h||this.#_({status:`connecting`})}get#h(){return this.#e.status===`ended`}#g(e){this.#h||(this.#_(e),this.#a.abort(),this.#o.abort(),this.parts.over(this))}#_(e){let t=e.status===this.#e.status&&e.status!==`waiting`;this.#e=e,t||this.options.onState?.(e)}},ge=2,_e=class{#e;#t;#n;#r=new Set;constructor(e){this.options=e;let t=e.fetch??globalThis.fetch.bind(globalThis),n=e.pauses??{first:300,longest:5e3};this.#e=new w({...e,fetch:t,pauses:n,attempts:e.attempts??4}),this.#t=new me(e),this.#n=new v({...e,fetch:t}),globalThis.addEventListener?.(`online`,this.#a),globalThis.addEventListener?.(`offline`,this.#o)}async query(e,t,n={}){return await this.#e.send(m(e,t??{}),{},n)}async mutate(e,t,{idempotencyKey:n=crypto.randomUUID(),...r}={}){let i=n===null?{}:{"idempotency-key":n};return await this.#e.send(m(e,t??{}),i,r)}watch(e,t,n={}){let r=new he({lane:(e,t)=>this.#i(e,t),request:m(e,t??{}),pauses:this.options.livePauses??{first:1e3,longest:3e4},isTokenRenewable:typeof this.options.token==`function`,over:()=>this.#r.delete(r)},n);return this.#r.add(r),r}close(){globalThis.removeEventListener?.(`online`,this.#a),globalThis.removeEventListener?.(`offline`,this.#o);for(let e of[...this.#r])e.stop();this.#t.close(),this.#n.close()}#i(e,t){return this.options.transport===`event-stream`?this.#n:this.options.transport===`socket`||this.#t.unopened<ge||e===this.#n&&!t?this.#t:this.#n}#a=()=>{for(let e of this.#r)e.retry()};#o=()=>{this.#t.cut(),this.#n.cut()}};function ve(e){return new _e(e)}var M=class extends String{constructor(e,t){super(e),this.value=e,this.__meta__=t}toString(){return this.value}};new M(`
    fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}
    `,{fragmentName:`BoardChangeFacts`}),new M(`
    fragment BoardState on ProgressBoard {
  id
  title
  state
  percent
  nextStep
  nextStepExpectedAt
  notice
  lastPostedAt
  currentStage {
    id
  }
  contact {
    id
    name
    title
  }
  stages(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        owner
        expectedDuration
        customerPart
        percent
        state
        finishedAt
        expectedAt
      }
    }
  }
  milestones(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        isKey
        reachedAt
      }
    }
  }
  changes(first: 20, orderBy: {field: AT, direction: DESC}) {
    edges {
      node {
        ...BoardChangeFacts
      }
    }
  }
}
    fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}`,{fragmentName:`BoardState`});var ye=new M(`
    subscription BoardProgress($board: ID!, $since: StreamPosition) {
  boardProgress(board: $board, since: $since) {
    kind
    epoch
    offset
    recovered
    change {
      ...BoardChangeFacts
    }
    board {
      ...BoardState
    }
  }
}
    fragment BoardState on ProgressBoard {
  id
  title
  state
  percent
  nextStep
  nextStepExpectedAt
  notice
  lastPostedAt
  currentStage {
    id
  }
  contact {
    id
    name
    title
  }
  stages(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        owner
        expectedDuration
        customerPart
        percent
        state
        finishedAt
        expectedAt
      }
    }
  }
  milestones(first: 50, orderBy: {field: POSITION, direction: ASC}) {
    edges {
      node {
        id
        position
        name
        isKey
        reachedAt
      }
    }
  }
  changes(first: 20, orderBy: {field: AT, direction: DESC}) {
    edges {
      node {
        ...BoardChangeFacts
      }
    }
  }
}
fragment BoardChangeFacts on BoardChange {
  id
  at
  kind
  stagePercent
  nextStep
  note
  stage {
    id
    name
  }
}`),be=new M(`
    query MyBoards($first: Int = 20, $after: String) {
  viewer {
    customer {
      id
      name
      boards(first: $first, after: $after) {
        edges {
          node {
            id
            title
            state
            percent
            nextStep
            lastPostedAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `);new M(`
    mutation PostProgress($input: PostProgressInput!) {
  postProgress(input: $input) {
    board {
      id
      version
      percent
      nextStep
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `),new M(`
    mutation SubmitFeedback($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    feedback {
      id
      version
      state
      voteCount
      viewerHasVoted
    }
    number
    followLink {
      token
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `),new M(`
    mutation VoteForFeedback($input: VoteForFeedbackInput!) {
  voteForFeedback(input: $input) {
    feedback {
      id
      version
      voteCount
      viewerHasVoted
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `),new M(`
    query MyTickets($first: Int = 20, $after: String) {
  viewer {
    customer {
      id
      tickets(first: $first, after: $after) {
        edges {
          node {
            id
            number
            subject
            state
            createdAt
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `),new M(`
    mutation OpenTicket($input: OpenTicketInput!) {
  openTicket(input: $input) {
    ticket {
      id
      number
      version
      state
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `),new M(`
    mutation ReplyToTicket($input: ReplyToTicketInput!) {
  replyToTicket(input: $input) {
    message {
      id
      body
      createdAt
    }
    userErrors {
      code
      field
      message
    }
  }
}
    `);var N,xe,P,Se,F,Ce,we,Te,Ee,De,Oe,I=Symbol.for(`pv`),L={},R=[],ke=/^m(i|n|o|s|text|space)$/,Ae=Array.isArray,je=R.slice,z=Object.assign;function B(e){e&&e.parentNode&&e.remove()}function Me(e,t,n,r,i){var a={type:e,props:t,key:n,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:I,__v:i||++xe,__i:-1,__u:0};return!i&&N.vnode&&N.vnode(a),a}function V(e){return e.children}function Ne(e,t){this.props=e,this.context=t,this.__g=0}function H(e,t){if(t==null)return e.__&&H(e.__,e.__i+1);for(var n;t<e.__k.length;t++)if((n=e.__k[t])&&n.__e)return n.__e;return typeof e.type!=`function`||e.props.__P?null:H(e)}function Pe(e){var t,n=e.__v,r=n.__e,i=[],a=[],o=e.__P;o&&((t=z({constructor:I},n)).__v=n.__v+1,N.vnode&&N.vnode(t),We(o,t,n,e.__n,o.namespaceURI,32&n.__u?[r]:null,i,r||H(n),32&n.__u,a),t.__v=n.__v,t.__.__k[t.__i]=t,Ke(i,t,a),n.__=n.__e=null,t.__e!=r&&Fe(t))}function Fe(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(t){return t&&(e.__e=t.__e)}),Fe(e)}function Ie(e){(8&e.__g||(e.__g|=8,P.push(e),F++))&&Se==N.debounceRendering||((Se=N.debounceRendering)||queueMicrotask)(Le)}function Le(){try{for(var e,t=1;P.length;)P.length>t&&P.sort(Ce),e=P.shift(),t=P.length,8&e.__g&&Pe(e)}finally{(F=P.length)&&(Se||queueMicrotask)(Le)}}function Re(e,t,n,r,i,a,o,s,c,l,u){var d,f,p,m,h,g,_=r.__k||R,v=t.length;for(c=ze(n,t,_,c,v),d=0;d<v;d++)(p=n.__k[d])!=null&&(f=~p.__i&&_[p.__i]||L,p.__i=d,g=We(e,p,f,i,a,o,s,c,l,u),m=p.__e,(f.ref!=p.ref||8&f.__u)&&(f.ref&&Je(f.ref,null,p,f),p.ref&&u.push(p.ref,p.__c||m,p)),h||=m,4&p.__u?(c=Be(p,c,e,!f.__v),f.__e&&(f.__e=null)):typeof p.type==`function`&&g!==void 0?c=g:m&&(c=m.nextSibling),p.__u&=-21);return n.__e=h,c}function ze(e,t,n,r,i){var a,o,s,c,l,u,d,f,p,m=n.length,h=m,g=0,_=0,v=e.__k=Array(i);for(a=0;a<i;a++)(o=t[a])!=null&&typeof o!=`boolean`&&typeof o!=`function`?(typeof o!=`object`||o.constructor===String?o=v[a]=Me(null,o):Ae(o)?o=v[a]=Me(V,{children:o}):o.constructor===I&&o.__b?o=v[a]=Me(o.type,o.props,o.key,o.ref,o.__v):v[a]=o,c=a+g,o.__=e,o.__b=e.__b+1,s=null,~(l=o.__i=Ve(o,n,c,h))&&(h--,(s=n[l])&&(s.__u|=2)),s&&s.__v?(o.__u|=16,l==c-1?g--:l==c+1?g++:l!=c&&(l>c?g--:g++,_=1)):(~l||(i>m?g--:i<m&&g++),typeof o.type!=`function`&&(o.__u|=4))):v[a]=null;if(_){for(u=[],d=[],a=0;a<i;a++)if((o=v[a])&&16&o.__u){for(g=0,f=u.length;g<f;)u[p=g+f>>1]<o.__i?g=p+1:f=p;u[g]=o.__i,d[a]=g+1}for(g=u.length;a--;)d[a]&&(d[a]==g?g--:v[a].__u|=4)}if(h)for(a=0;a<m;a++)!(s=n[a])||2&s.__u||(s.__e==r&&(r=H(s)),Ye(s,s));return r}function Be(e,t,n,r){var i,a,o,s;if(typeof e.type==`function`){if(e.props.__P)return t;if(i=e.__k)for(a=0;a<i.length;a++)i[a]&&(i[a].__=e,t=Be(i[a],t,n,!1));return t}for(t&&!t.parentNode&&(t=H(e))&&!t.parentNode&&(t=null),o=e.__e,s=t;s&&s.nodeType==8;)s=s.nextSibling;for(o!=s&&(!r&&n.moveBefore&&o.parentNode?n.moveBefore(o,t):n.insertBefore(o,t||null)),t=o;(t&&=t.nextSibling)&&t.nodeType==8&&!t.data.startsWith(`$s`););return t}function Ve(e,t,n,r){var i,a=e.key,o=e.type,s=t[n],c=s&&!(2&s.__u);if(s===null&&a==null||c&&a==s.key&&o==s.type)return n;if(r>+!!c){for(i=n-1;i>=0;i--)if((s=t[i])&&!(2&s.__u)&&a==s.key&&o==s.type)return i;for(i=n+1;i<t.length;i++)if((s=t[i])&&!(2&s.__u)&&a==s.key&&o==s.type)return i}return-1}function He(e,t,n){n??=``,t[0]==`-`?e.setProperty(t,n):e[t]=n}function U(e,t,n,r,i){var a,o;if(t==`style`){if(typeof n==`string`)e.style.cssText=n;else{if(typeof r==`string`&&(e.style.cssText=r=``),r)for(t in r)n&&t in n||He(e.style,t);if(n)for(t in n)r&&n[t]==r[t]||He(e.style,t,n[t])}}else if(t[0]==`o`&&t[1]==`n`)typeof n!=`function`&&(n=null),typeof r!=`function`&&(r=null),(e.__e||={})[t]=n,n&&r||(o=De[t]||(De[t]=Ue(t)),(e.__a||={})[t]=Ee,a=t!=(t=t.replace(Te,`$1`)),(t=t.slice(2))[0]<`a`&&(t=t.toLowerCase()),n?e.addEventListener(t,o,a):e.removeEventListener(t,o,a));else{if(i==`http://www.w3.org/2000/svg`)t=t.replace(/xlink(H|:h)/,`h`).replace(/sName$/,`s`);else if(t!=`width`&&t!=`height`&&t!=`href`&&t!=`list`&&t!=`form`&&t!=`tabIndex`&&t!=`download`&&t!=`rowSpan`&&t!=`colSpan`&&t!=`role`&&t!=`popover`&&t in e)try{e[t]=n??``;return}catch{}if(typeof n==`function`)return;n==null||!1===n&&t[4]!=`-`?e.removeAttribute(t):e.setAttribute(t,t==`popover`&&n==1?``:n)}}function Ue(e){return function(t){var n=this.__e;if(n){if(n=n[e],t[we]==null)t[we]=Ee++;else if(t[we]<this.__a[e])return;return n(N.event?N.event(t):t)}}}function We(e,t,n,r,i,a,o,s,c,l){var u,d,f,p,m,h,g,_,v,y,b,x,S,C,w,T,E,D,O=t.type;if(t.constructor!==I)return null;128&n.__u&&(c=32&n.__u,u=n.__c.__z)&&(t.__u|=c,d=a=[],u.nodeType==8?s=W(u,a):a.push(u),s=a[0]||s),(u=N.__b)&&u(t);n:if(typeof O==`function`){f=o.length;try{if(_=t.props,v=(u=O.prototype)&&u.render,y=(u=O.contextType)&&r[u.__c],b=u?y?y.props.value:u.__:r,(p=n.__c)?(t.__c=p,2&p.__g&&(p.__g|=1)):(v?t.__c=p=new O(_,b):(t.__c=p=new Ne(_,b),p.constructor=O,p.render=Xe),y&&y.sub(p),p.state||(p.state={}),p.__n=r,p.__g|=8,p.__h=[],p.__k=[]),v&&(p.__s||(p.__s=p.state),O.getDerivedStateFromProps&&(p.__s==p.state&&(p.__s=z({},p.__s)),z(p.__s,O.getDerivedStateFromProps(_,p.__s)))),m=p.props,h=p.state,p.__v=t,n.__c){if(_!==m&&v&&!O.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(_,b),t.__v==n.__v&&!(8&p.__g)||!(4&p.__g)&&p.shouldComponentUpdate&&!1===p.shouldComponentUpdate(_,p.__s,b)){t.__v!=n.__v&&(p.props=_,p.state=p.__s,p.__g&=-9),t.__e=n.__e,t.__k=n.__k,t.__k.some(function(e){e&&(e.__=t)}),R.push.apply(p.__h,p.__k),p.__k=[],p.__h.length&&o.push(p),s=H(n);break n}p.componentWillUpdate&&p.componentWillUpdate(_,p.__s,b),v&&p.componentDidUpdate&&p.__h.push(function(){p.componentDidUpdate(m,h,g)})}else v&&!O.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),v&&p.componentDidMount&&p.__h.push(p.componentDidMount);p.context=b,p.props=_,p.__P=e,p.__g&=-5,x=N.__r,S=v?25:0;do p.__g&=-9,x&&x(t),u=p.render(p.props,p.state=p.__s,p.context);while(8&p.__g&&++S<25);v&&(R.push.apply(p.__h,p.__k),p.__k=[]),p.state=p.__s,p.getChildContext&&(r=z({},r,p.getChildContext())),v&&n.__c&&p.getSnapshotBeforeUpdate&&(g=p.getSnapshotBeforeUpdate(m,h)),C=u&&u.type===V&&u.key==null?u.props.children:u,_.__P&&(u=s,i=(e=_.__P).namespaceURI,c=a=null,n.props&&n.props.__P!=e&&(n.__k.some(function(e){e&&Ye(e,e)}),n.__k=null),s=n.__k?H(n,0):null),s=Re(e,Ae(C)?C:[C],t,n,r,i,a,o,s,c,l),_.__P&&(t.__e=null,s=u),t.__u&=-161,d&&d.some(B),p.__h.length&&o.push(p),1&p.__g&&(p.__g&=-4)}catch(e){if(o.length=f,t.__v=null,c||a){if(e&&e.then){if(t.__u|=128|c,a){for(~(E=a.indexOf(s||void 0))||(E=a.length);(D=a[E-1])&&D.nodeType==8;)E--;for(;E<a.length;E++)if(D=a[E]){if(a[E]=null,w){if(D==T)break}else{if(D.nodeType!=8)break;D.data.startsWith(`$s`)&&(T=W(w=D))}}}if(!w){for(;s&&s.nodeType==8&&s.nextSibling;)s=s.nextSibling;w=s}(u=W(w=t.__c.__z||(t.__c.__z=w)))?(t.__e=w,s=u):t.__e=s,s&&=s.nextSibling}else a&&a.some(B)}else t.__e=n.__e;t.__k||=n.__k||[],e&&e.then||Ge(t),N.__e(e,t,n)}}else s=t.__e=qe(n.__e,t,n,r,i,a,o,c,l,e);return(u=N.diffed)&&u(t),s}function W(e,t){if(e&&e.nodeType==8&&e.data.startsWith(`$s`))for(var n=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith(`$s`))n++;else if(e.data.startsWith(`/$s`)&&!--n)return e}t&&t.push(e)}}function Ge(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Ge))}function Ke(e,t,n){for(var r=0;r<n.length;)Je(n[r++],n[r++],n[r++]);N.__c&&N.__c(t,e),e.some(function(t){try{e=t.__h,t.__h=[],e.some(function(e){e.call(t)})}catch(e){N.__e(e,t.__v)}})}function qe(e,t,n,r,i,a,o,s,c,l){var u,d,f,p,m,h,g,_,v=n.props||L,y=t.props,b=t.type;if(b==`svg`?i=`http://www.w3.org/2000/svg`:b==`math`?i=`http://www.w3.org/1998/Math/MathML`:i||=`http://www.w3.org/1999/xhtml`,a){for(u=0;u<a.length;u++)if((m=a[u])&&(b?m.localName==b:m.nodeType==3)){e=m,a[u]=null;break}}if(!e){if(_=l.ownerDocument||document,!b)return _.createTextNode(y);e=_.createElementNS(i,b,y.is?y:l),s&&=(N.__m&&N.__m(t,a),!1),a=null}if(b){if(l=b==`template`&&e.content||e,a=b==`textarea`&&y.defaultValue!=null?null:a&&je.call(l.childNodes),!s&&a)for(v={},u=0;u<e.attributes.length;u++)v[(m=e.attributes[u]).name]=m.value;for(u in v)m=v[u],u==`dangerouslySetInnerHTML`?f=m:u==`children`||u in y||u==`value`&&`defaultValue`in y||u==`checked`&&`defaultChecked`in y||U(e,u,null,m,i);for(u in y)m=y[u],u==`children`?p=m:u==`dangerouslySetInnerHTML`?d=m:u==`value`?h=m:u==`checked`?g=m:s&&typeof m!=`function`||v[u]===m||U(e,u,m,v[u],i);d?(s||f&&(d.__html==f.__html||d.__html==e.innerHTML)||(e.innerHTML=d.__html),t.__k=[]):(f&&(e.textContent=``),(b==`foreignObject`||i==`http://www.w3.org/1998/Math/MathML`&&ke.test(b))&&(i=`http://www.w3.org/1999/xhtml`),Re(l,Ae(p)?p:[p],t,n,r,i,a,o,a?a[0]:n.__k&&H(n,0),s,c),a&&a.some(B)),s&&b!=`textarea`||(u=`value`,b==`progress`&&h==null?e.removeAttribute(u):h==null||h===e[u]&&(b!=`progress`||h)||U(e,u,h,v[u],i),u=`checked`,g!=null&&g!=e[u]&&U(e,u,g,v[u],i))}else v===y||s&&e.data==y||(e.data=y);return e}function Je(e,t,n,r){try{typeof e==`function`?t?t.__x=e(t)||1:(r&&=r.__c||r.__e)&&(t=r.__x)&&(r.__x=null,typeof t==`function`?t():e(null)):e.current=t}catch(e){N.__e(e,n)}}function Ye(e,t,n){var r,i,a,o;if(N.unmount&&N.unmount(e),!(r=e.ref)||r.current&&r.current!=e.__e||Je(r,null,t,e),r=e.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(e){N.__e(e,t)}r.__P=r.__n=null}if(r=e.__k)for(o=0;o<r.length;o++)r[o]&&Ye(r[o],t,typeof e.type!=`function`||n&&!e.props.__P);!n&&(r=e.__c)&&(r=r.__z)&&(i=W(r,a=[]))&&(r==e.__e&&a.some(B),B(i),B(r)),n||B(e.__e),e.__e=e.__c=e.__=null}function Xe(e,t,n){return this.constructor(e,n)}function Ze(e,t){var n,r,i,a;N.__&&N.__(e,t),t.nodeType==9&&(t=t.documentElement),r=(n=e&&32&e.__u)?null:t.__k,t.__k=Me(V,{children:[e]}),i=[],a=[],We(t,t.__k,r||L,L,t.namespaceURI,r?null:t.firstChild?je.call(t.childNodes):null,i,r?r.__e:t.firstChild,n,a),Ke(i,t.__k,a),t.__k.props.children=null}function Qe(e){function t(e){var n,r;return this.getChildContext||(n=new Set,(r={})[t.__c]=this,this.getChildContext=function(){return r},this.shouldComponentUpdate=function(e){this.props.value!=e.value&&n.forEach(function(e){e.__g|=4,Ie(e)})},this.sub=function(e){n.add(e);var t=e.componentWillUnmount;e.componentWillUnmount=function(){n.delete(e),t&&t.call(e)}}),e.children}return t.__c=`__cC`+Oe++,t.__=e,t.Provider=(t.Consumer=function(e,t){return e.children(t)}).contextType=t,t}N={__e:function(e,t,n,r){for(var i,a,o;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((o=(a=i.constructor)&&a.getDerivedStateFromError)&&i.setState(a.getDerivedStateFromError(e)),i.componentDidCatch&&(i.componentDidCatch(e,r||{}),o=1),o&&8&i.__g)return void(i.__g|=2)}catch(t){e=t}}throw F=0,e}},xe=0,Ne.prototype.setState=function(e,t){var n=this.__s;n&&n!=this.state||(n=this.__s=z({},this.state)),typeof e==`function`&&(e=e(z({},n),this.props)),e&&(z(n,e),this.__v&&(t&&this.__k.push(t),Ie(this)))},Ne.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),Ie(this))},Ne.prototype.render=V,P=[],F=0,Ce=function(e,t){return e.__v.__b-t.__v.__b},we=Symbol(),Te=/(PointerCapture)$|Capture$/i,Ee=0,De={},Oe=0;function $e({search:e,hash:t},n){let r=new URLSearchParams(t.replace(/^#/,``)),i=new URLSearchParams(e).get(`lang`)??n??`en`;return{token:r.get(`token`)||void 0,board:r.get(`board`)||void 0,language:/^zh\b/i.test(i)?`zh-CN`:`en`}}function et(e,t){return`#${new URLSearchParams({token:e,board:t})}`}var G,K,tt,nt,rt=Object.is,q=0,it=[],at=[],J=N,ot=J.__b,st=J.__r,ct=J.diffed,lt=J.__c,ut=J.unmount,dt=J.__;function Y(e,t){J.__h&&J.__h(K,e,q||t),q=0;var n=K.__H||(K.__H={__:[],__h:[]});return e>=n.__.length&&n.__.push({}),n.__[e]}function X(e){return q=1,ft(Ct,e)}function ft(e,t,n){var r=Y(G++,2);if(r.t=e,!r.__c&&(r.__=[n?n(t):Ct(void 0,t),function(e){var t=(r.__N||r.__)[0],n=r.t(t,e);rt(t,n)||(r.__N=[n,r.__[1]],r.__c.setState({}))}],r.__c=K,!K.__f)){K.__f=!0;var i=K.shouldComponentUpdate;K.shouldComponentUpdate=function(e,t,n){var r=this.__H;if(!r)return!0;var a=!1,o=this.props!=e;if(r.__.some(function(e){e.__N&&(a=!0,rt(e.__[0],e.__N[0])||(o=!0))}),i){var s=i.call(this,e,t,n);return a?s||o:s}return!a||o}}return r.__}function pt(e,t){var n=Y(G++,3);!J.__s&&St(n.__H,t)&&(n.__P=!0,n.__=e,n.u=t,K.__H.__h.push(n))}function mt(e){return q=5,ht(function(){return{current:e}},[])}function ht(e,t){var n=Y(G++,7);return St(n.__H,t)&&(n.__=e(),n.__H=t),n.__}function gt(e){var t=K.context[e.__c],n=Y(G++,9);return n.c=e,t?(n.__??(n.__=!0,t.sub(K)),t.props.value):e.__}function _t(){var e;do{for(;e=at.shift();)try{Z(e)}catch(t){J.__e(t,{__:(e=e.__P)&&e.__v})}for(;e=it.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(Z),t.__h.some(xt),t.__h=[]}catch(n){t.__h=[],J.__e(n,e.__v)}}}while(at.length)}J.__b=function(e){K=null,ot&&ot(e)},J.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),dt&&dt(e,t)},J.__r=function(e){st&&st(e),G=0;var t=(K=e.__c).__H;t&&(tt==K?K.__h=[]:(t.__h.some(Z),t.__h.some(xt),G=0),t.__h=[],t.__.some(function(e){e.__N&&(e.__=e.__N),e.u=e.__N=void 0})),tt=K},J.diffed=function(e){ct&&ct(e);var t=e.__c;t&&t.__H&&(t.__H.__h.length&&bt(it.push(t)),t.__H.__.some(function(e){e.u&&(e.__H=e.u)})),tt=K=null},J.__c=function(e,t){t.some(function(e){try{e.__h.some(Z),e.__h=e.__h.filter(function(e){return!e.__||xt(e)})}catch(t){e.__h=[function(){throw t}]}}),lt&&lt(e,t)},J.unmount=function(e){ut&&ut(e);var t,n,r=e.__c;r&&r.__H&&(r.__H.__.some(function(r){try{if(r.__P&&r.__c){if(n===void 0){for(n=e.__;n&&(!n.__c||!n.__c.__P);)n=n.__;n&&=n.__c}r.__P=n,bt(at.push(r))}else Z(r)}catch(e){t=e}}),r.__H=void 0,t&&J.__e(t,r.__v))};var vt=typeof requestAnimationFrame==`function`;function yt(e){var t,n=function(){clearTimeout(r),vt&&cancelAnimationFrame(t),setTimeout(e)},r=setTimeout(n,35);vt&&(t=requestAnimationFrame(n))}function bt(e){e!=1&&nt==J.requestAnimationFrame||((nt=J.requestAnimationFrame)||yt)(_t)}function Z(e){var t=K,n=e.__c;typeof n==`function`&&(e.__c=void 0,n()),K=t}function xt(e){var t=K;e.__c=e.__(),K=t}function St(e,t){return!e||e.length!=t.length||t.some(function(t,n){return!rt(t,e[n])})}function Ct(e,t){return typeof t==`function`?t(e):t}var wt=Qe(void 0);function Q(){let e=gt(wt);if(!e)throw Error(`A part of the page stands outside of it.`);return e}var Tt=[[`year`,/(\d+)Y/],[`month`,/P[^T]*?(\d+)M/],[`week`,/(\d+)W/],[`day`,/(\d+)D/],[`hour`,/T.*?(\d+)H/],[`minute`,/T.*?(\d+)M/]];function Et(e,t){return Tt.flatMap(([n,r])=>{let i=r.exec(e)?.[1],a=new Intl.NumberFormat(t,{style:`unit`,unit:n,unitDisplay:`long`});return i===void 0?[]:[a.format(Number(i))]}).join(` `)||e}function Dt(e,t){return new Intl.DateTimeFormat(t,{dateStyle:`medium`,timeStyle:`short`}).format(new Date(e))}function Ot(e,t){return new Intl.DateTimeFormat(t,{dateStyle:`medium`}).format(new Date(e))}var kt=[[`day`,86400],[`hour`,3600],[`minute`,60]];function At(e,t,n=Date.now()){let r=(new Date(e).getTime()-n)/1e3,[i,a]=kt.find(([,e])=>Math.abs(r)>=e*.95)??kt[2];return new Intl.RelativeTimeFormat(t,{numeric:`auto`}).format(Math.round(r/a),i)}var jt=Symbol.for(`pv`),Mt=0;Array.isArray;function $(e,t,n,r,i,a){t||={};var o,s,c=t;if(`ref`in c&&typeof e!=`function`)for(s in c={},t)s==`ref`?o=t[s]:c[s]=t[s];var l={type:e,props:c,key:n,ref:o,__k:null,__:null,__b:0,__e:null,__c:null,constructor:jt,__v:--Mt,__i:-1,__u:0};return(i||a)&&(l.__source=i,l.__self=a),N.vnode&&N.vnode(l),l}function Nt({board:e}){let{texts:t,language:n}=Q();return $(`section`,{"aria-labelledby":`changes`,children:[$(`h2`,{id:`changes`,children:t.changes}),$(`ol`,{class:`changes`,children:e.changes.edges.map(({node:e})=>$(`li`,{children:[$(`time`,{dateTime:e.at,children:Dt(e.at,n)}),$(`p`,{children:Pt(e,t)}),e.nextStep&&$(`p`,{class:`quiet`,children:[t.next,`: `,e.nextStep]}),e.note&&$(`p`,{class:`note`,children:e.note})]},e.id))})]})}function Pt({kind:e,stage:t,stagePercent:n},r){return[r.kinds[e],t?.name,n!==null&&`${n} %`].filter(Boolean).join(` · `)}function Ft({state:e,asOf:t,retry:n}){let{texts:r,language:i}=Q(),a=e.status===`ended`?r[e.reason]:r[e.status];return $(`div`,{class:`connection`,"data-state":e.status,children:[$(`p`,{role:`status`,children:[$(`span`,{class:`lamp`,"aria-hidden":`true`}),$(`strong`,{children:a}),e.status===`waiting`&&$(`span`,{children:[` `,r.stale]}),e.status!==`live`&&t&&$(`span`,{class:`as-of`,children:[r.asOf,` `,Dt(t,i)]})]}),e.status===`waiting`&&$(`button`,{type:`button`,onClick:n,children:r.retry})]})}function It({percent:e,label:t}){return $(`p`,{class:`meter`,children:[$(`progress`,{max:100,value:e,"aria-label":t}),$(`span`,{children:[e,` %`]})]})}function Lt({board:e}){let{texts:t}=Q(),n=e.milestones.edges.map(({node:e})=>e);return $(`section`,{"aria-labelledby":`stages`,children:[$(`h2`,{id:`stages`,children:t.stages}),$(`ol`,{class:`stages`,children:e.stages.edges.map(({node:e})=>$(Rt,{stage:e,milestone:n.find(({position:t})=>t===e.position)},e.id))})]})}function Rt({stage:e,milestone:t}){let{texts:n}=Q(),r=e.state===`CURRENT`;return $(`li`,{"data-state":e.state,"aria-current":r?`step`:void 0,children:[$(`h3`,{children:[e.name,` `,$(`span`,{class:`badge`,children:n.stageStates[e.state]})]}),$(`p`,{class:`quiet`,children:e.owner}),r&&$(It,{percent:e.percent,label:e.name}),$(zt,{stage:e}),e.customerPart&&e.state!==`DONE`&&$(`p`,{class:`your-part`,children:[$(`strong`,{children:[n.yourPart,`:`]}),` `,e.customerPart]}),t&&$(`p`,{class:`milestone`,"data-reached":t.reachedAt!==null,children:[$(`span`,{"aria-hidden":`true`,children:t.isKey?`★`:`◆`}),` `,n.milestone,`: `,t.name,t.reachedAt&&` (${n.reached})`]})]})}function zt({stage:e}){let{texts:t,language:n}=Q();if(e.state===`SKIPPED`)return null;let r=`${t.duration} ${Et(e.expectedDuration,n)}`;return $(`p`,{class:`quiet`,children:[e.finishedAt?`${t.finished} ${Ot(e.finishedAt,n)}`:e.expectedAt&&`${t.until} ${Ot(e.expectedAt,n)}`,!e.finishedAt&&r].filter(Boolean).join(` · `)})}function Bt(e){let{client:t}=Q(),[n,r]=X(),[i,a]=X(),[o,s]=X({status:`connecting`}),c=mt(()=>void 0);return pt(()=>{let n=t.watch(ye,{board:e},{onState:s});return c.current=()=>n.retry(),(async()=>{for await(let e of n)e.board&&r(e.board),e.change&&!e.recovered&&a(e.change)})(),()=>n.stop()},[t,e]),{board:n,state:o,latest:i,retry:()=>c.current()}}var Vt=new Set([`refused`,`gone`,`archived`]);function Ht({id:e}){let{texts:t}=Q(),{board:n,state:r,latest:i,retry:a}=Bt(e),o=r.status===`ended`&&Vt.has(r.reason)?void 0:n;return pt(()=>{document.title=o?`${o.percent} % · ${o.title}`:t.page},[o,t]),$(V,{children:[$(Ft,{state:r,asOf:o?.lastPostedAt,retry:a}),o&&$(Ut,{board:o}),$(`p`,{class:`heard`,"aria-live":`polite`,children:i&&Pt(i,t)})]})}function Ut({board:e}){let{texts:t,language:n}=Q(),r=e.stages.edges.map(({node:e})=>e).find(({id:t})=>t===e.currentStage?.id);return $(V,{children:[$(`header`,{children:[$(`p`,{class:`badge`,"data-state":e.state,children:t.states[e.state]}),$(`h1`,{children:e.title}),$(`p`,{class:`quiet`,children:[t.asOf,` `,Dt(e.lastPostedAt,n)]})]}),$(`main`,{children:[e.notice&&$(`section`,{class:`notice`,"aria-labelledby":`notice`,children:[$(`h2`,{id:`notice`,children:t.notice}),$(`p`,{children:e.notice})]}),$(`section`,{class:`overall`,"aria-labelledby":`overall`,children:[$(`h2`,{id:`overall`,children:t.overall}),$(It,{percent:e.percent,label:t.overall})]}),$(`div`,{class:`facts`,children:[r&&$(Wt,{id:`now`,heading:t.now,text:r.name,detail:r.owner}),e.nextStep&&$(Wt,{id:`next`,heading:t.next,text:e.nextStep,detail:i(e)}),$(Wt,{id:`part`,heading:t.part,text:r?.customerPart??t.nothing,isAsked:!!r?.customerPart}),$(Wt,{id:`contact`,heading:t.contact,text:e.contact?.name??t.nobody,detail:e.contact?.title})]}),$(Lt,{board:e}),$(Nt,{board:e})]})]});function i({nextStepExpectedAt:e}){return e?`${t.expected} ${At(e,n)} (${Dt(e,n)})`:void 0}}function Wt({id:e,heading:t,text:n,detail:r,isAsked:i=!1}){return $(`section`,{class:i?`asked`:void 0,"aria-labelledby":e,children:[$(`h2`,{id:e,children:t}),$(`p`,{class:`what`,children:n}),r&&$(`p`,{class:`quiet`,children:r})]})}function Gt(){let{client:e,token:t,texts:n}=Q(),[r,i]=X(),[a,o]=X();return pt(()=>{document.title=n.boards,e.query(be,{first:50}).then(({viewer:e})=>i(e?.customer?.boards?.edges??[]),e=>o(Kt(e)?n.refused:n.failed))},[e,n]),$(V,{children:[$(`header`,{children:$(`h1`,{children:n.boards})}),$(`main`,{children:[$(`p`,{role:`status`,children:a??(r?r.length===0&&n.noBoards:n.loading)}),$(`ul`,{class:`boards`,children:r?.map(({node:e})=>$(`li`,{children:[$(`a`,{href:et(t,e.id),children:[$(`span`,{class:`badge`,"data-state":e.state,children:n.states[e.state]}),$(`strong`,{children:e.title})]}),$(It,{percent:e.percent,label:e.title}),e.nextStep&&$(`p`,{class:`quiet`,children:[n.next,`: `,e.nextStep]})]},e.id))})]})]})}function Kt(t){return t instanceof e&&t.code===`UNAUTHENTICATED`}var qt={en:{page:`Progress`,boards:`Your projects`,noBoards:`There is nothing in progress for you at the moment.`,back:`All projects`,loading:`One moment …`,connecting:`Connecting …`,live:`Live`,waiting:`Connection lost`,stale:`What you see may be out of date. We keep trying.`,retry:`Try now`,archived:`This board has been put away.`,stopped:`You no longer follow this board.`,refused:`This link is not valid, or not any more. Ask for a new one.`,gone:`There is no such board, or you may not see it any more.`,failed:`Something went wrong. Load the page again.`,incomplete:`This address is not complete: it needs a token.`,asOf:`As of`,overall:`Overall progress`,notice:`Please note`,now:`Happening now`,next:`Next step`,expected:`expected`,part:`What we need from you`,nothing:`Nothing at the moment. We will tell you here.`,contact:`Who is on it`,nobody:`Your contact will be named soon.`,stages:`The way there`,duration:`Usually takes`,until:`Expected by`,finished:`Finished`,milestone:`Milestone`,reached:`reached`,yourPart:`Your part`,changes:`What has happened`,states:{ACTIVE:`In progress`,ON_HOLD:`On hold`,DONE:`Done`,ARCHIVED:`Put away`},stageStates:{PENDING:`To come`,CURRENT:`In progress`,DONE:`Done`,SKIPPED:`Skipped`},kinds:{CREATED:`Started`,PROGRESS:`Progress`,MILESTONE:`Milestone reached`,HELD:`Put on hold`,RESUMED:`Resumed`,FINISHED:`Finished`}},"zh-CN":{page:`进度`,boards:`您的项目`,noBoards:`目前没有正在进行的项目。`,back:`全部项目`,loading:`请稍候……`,connecting:`正在连接……`,live:`实时`,waiting:`连接已中断`,stale:`当前内容可能不是最新的，我们正在重试。`,retry:`立即重试`,archived:`此进度看板已归档。`,stopped:`您已不再关注此看板。`,refused:`此链接无效或已失效，请索取新的链接。`,gone:`看板不存在，或您已无权查看。`,failed:`出错了，请重新加载页面。`,incomplete:`此地址不完整：缺少令牌。`,asOf:`更新于`,overall:`总进度`,notice:`请注意`,now:`正在进行`,next:`下一步`,expected:`预计`,part:`需要您做的`,nothing:`目前没有，需要时会在这里告诉您。`,contact:`负责人`,nobody:`负责人即将确定。`,stages:`各个阶段`,duration:`通常需要`,until:`预计完成`,finished:`完成于`,milestone:`里程碑`,reached:`已达成`,yourPart:`需要您做的`,changes:`已发生的更新`,states:{ACTIVE:`进行中`,ON_HOLD:`已暂停`,DONE:`已完成`,ARCHIVED:`已归档`},stageStates:{PENDING:`未开始`,CURRENT:`进行中`,DONE:`已完成`,SKIPPED:`已跳过`},kinds:{CREATED:`已开始`,PROGRESS:`进度更新`,MILESTONE:`达成里程碑`,HELD:`已暂停`,RESUMED:`已恢复`,FINISHED:`已完成`}}},{token:Jt,board:Yt,language:Xt}=$e(location,navigator.language),Zt=qt[Xt],Qt=document.getElementById(`page`);if(document.documentElement.lang=Xt,document.title=Zt.page,Jt===void 0)Ze($(`p`,{role:`status`,children:Zt.incomplete}),Qt);else{let e=ve({url:`${location.origin}/graphql`,token:Jt,language:Xt});Ze($(wt.Provider,{value:{client:e,token:Jt,language:Xt,texts:Zt},children:Yt===void 0?$(Gt,{}):$(Ht,{id:Yt},Yt)}),Qt)}addEventListener(`hashchange`,()=>location.reload());