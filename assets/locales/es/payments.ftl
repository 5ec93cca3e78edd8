## Faults
payments-above-threshold = Los pagos de más de { $most } necesitan una segunda persona, y aquí no se le puede preguntar.
payments-approval-decided = Este pago ya se decidió.
payments-approval-expired = Nadie decidió sobre este pago a tiempo. Envíalo de nuevo.
payments-approval-over = Este pago se denegó, se retiró o caducó. Envía uno nuevo.
payments-batch-again = Esta misma lista ya se pagó. Confírmalo si hay que pagarla otra vez.
payments-batch-empty = Rellena al menos una fila.
payments-batch-faults = { $count ->
    [one] Hay un error en una línea.
   *[other] Hay errores en { $count } líneas.
} Corrige la lista o paga solo las demás.
payments-batch-lines = Una lista tiene de 1 a { $max } líneas.
payments-batch-nothing = No hay ninguna línea que se pueda pagar.
payments-batch-over = Esta lista ya se pagó o se descartó.
payments-days = Elige de 1 a { $max } días.
payments-file-columns = El encabezado necesita al menos las columnas payee y amount.
payments-file-empty = No hay ningún pago en este archivo.
payments-file-narrow = Cada línea necesita al menos beneficiario, concepto e importe.
payments-file-unreadable = No se pudo leer este archivo. Puede tener hasta 512 KB.
payments-line-after-others = Después de las líneas anteriores se pueden pagar como máximo { $possible }.
payments-line-amount = Esto no es un importe.
payments-line-not-yours = No puedes pagar desde esta cuenta.
payments-line-payee = No se encontró a nadie que reciba esto.
payments-line-payer = No se encontró a nadie que pague esto.
payments-threshold-negative = El importe no puede ser menor que cero.
payments-voucher-count = Emite de 1 a { $max } vales a la vez.
payments-voucher-expired = Este vale caducó el { $when }.
payments-voucher-redeemed = { $name } ya canjeó este vale el { $when }.
payments-voucher-unknown = No es un vale de esta comunidad. Revisa las letras y los números.
payments-voucher-withdrawn = Quien emitió este vale lo retiró.

## Ways
payments-ways = Más formas de pagar
payments-ways-lead = Para lo que un pago sencillo no alcanza.
payments-way-approvals = Pagos de otras personas que esperan tu decisión.
payments-way-redeem = Te dieron un vale: cobra lo que vale.
payments-way-vouchers = Importes en papel que cualquiera de aquí puede canjear una vez.
payments-way-batches = Paga a varias personas a la vez, por filas o desde un archivo.
payments-way-batches-office = Paga a varias personas a la vez, desde cualquier cuenta, por filas o desde un archivo.
payments-way-check = Comprueba si un vale es auténtico, también sin conexión.

## Shared words
payments-accounts = Cuentas
payments-amount = Importe
payments-category = Categoría
payments-copied = Copiado
payments-copy = Copiar
payments-from = De
payments-from-to = De { $payer } a { $payee }
payments-look = Revisar
payments-number = N.º
payments-pages = Páginas
payments-print = Imprimir
payments-reason = Motivo
payments-see-payment = Ver el pago
payments-to = A
payments-what-for = Concepto

## A second person
payments-second = Segunda persona
payments-second-lead = Los pagos grandes pueden esperar a que otra persona los revise.
payments-second-amount = Pagos de más de
payments-second-amount-hint = Déjalo vacío y bastará una persona para cualquier pago.
payments-second-by = Quién puede autorizarlos
payments-by-treasurer = Tesorería o administración
payments-by-admin = Administración
payments-by-colleague = Otra persona usuaria del mismo miembro, o administración
payments-second-needed = Una segunda persona tiene que aceptarlo
payments-second-needed-treasurer = El importe se reserva ahora y se paga cuando tesorería lo autorice.
payments-second-needed-admin = El importe se reserva ahora y se paga cuando administración lo autorice.
payments-second-needed-colleague = El importe se reserva ahora y se paga cuando otra persona usuaria de tu cuenta lo autorice.
payments-send-for = Enviar { $amount } para autorizar
payments-approvals = Pagos por autorizar
payments-approvals-lead = Los enviaron otras personas; se pagan cuando tú los aceptas.
payments-approvals-none = Nada te espera
payments-approvals-none-hint = Cuando un pago grande necesite tu visto bueno, lo verás aquí.
payments-approval = Pago con segunda persona
payments-approval-is-waiting = En espera
payments-approval-is-paid = Pagado
payments-approval-is-denied = Denegado
payments-approval-is-withdrawn = Retirado
payments-approval-is-expired = Caducado
payments-sent-on = Enviado
payments-waits-until = Espera hasta
payments-waits-hint = Se paga cuando una segunda persona lo autorice. Hasta entonces el importe queda reservado.
payments-decided-by = Decidido por
payments-withdraw = Retirarlo
payments-authorise = Autorizar { $amount }
payments-deny = Denegarlo
payments-deny-hint = Se lo diremos a quien lo envió.
payments-said-authorised = Autorizado y pagado.
payments-said-denied = Denegado. El importe vuelve a estar libre.
payments-said-withdrawn = Retirado. El importe vuelve a estar libre.
payments-said-waiting = Enviado. Se paga cuando una segunda persona lo autorice.
payments-said-second = La segunda persona quedó configurada.

## Vouchers
payments-vouchers = Vales
payments-vouchers-lead = Lo que está en papel queda reservado en tu cuenta hasta que alguien lo canjee o caduque.
payments-vouchers-none = Sin vales
payments-vouchers-none-hint = Emite algunos para una feria, como regalo o para personas sin teléfono.
payments-voucher = Vale
payments-voucher-new = Emitir vales
payments-voucher-new-lead = Tu saldo es { $balance }.
payments-voucher-how-many = Cuántos
payments-voucher-days = Válidos durante cuántos días
payments-voucher-note = Qué se imprime en ellos
payments-voucher-note-hint = Por ejemplo, «Feria de la cosecha».
payments-voucher-issue = Emitir e imprimir
payments-voucher-is-open = Abierto
payments-voucher-is-redeemed = Canjeado
payments-voucher-is-withdrawn = Retirado
payments-voucher-is-expired = Caducado
payments-voucher-withdraw = Retirarlo
payments-voucher-withdraw-sure = El papel dejará de valer. ¿Retirar el vale?
payments-issued-by = Emitido por
payments-issued-on = Emitido
payments-good-until = Válido hasta
payments-redeemed = Canjeado
payments-redeemed-by = Canjeado por { $name }
payments-sheet-lead = Imprime, recorta y repártelos. Cada uno se puede canjear una vez.
payments-redeem = Canjear un vale
payments-redeem-lead = Escanea su imagen con la cámara del teléfono o escribe su código.
payments-redeem-to = En qué cuenta
payments-redeem-now = Cobrar { $amount }
payments-redeem-other = Otro vale
payments-code = Código
payments-code-hint = Doce letras y números, como 7K2M-QX4D-09TA.
payments-said-issued = Los vales están emitidos.
payments-said-redeemed = Canjeado. Está en tu cuenta.
payments-said-voucher-withdrawn = Retirado. El importe vuelve a estar libre.
payments-check = Comprobar un vale
payments-check-lead = Esta página funciona sin conexión una vez abierta: conoce la firma de esta comunidad.
payments-check-text = El texto de la imagen
payments-check-text-hint = Escanea la imagen con cualquier aplicación que lea códigos y pega aquí el texto.
payments-check-now = Comprobar
payments-check-good = Auténtico: { $amount }, válido hasta el { $date }. Si alguien ya lo canjeó solo se sabe con conexión.
payments-check-late = Auténtico, pero caducó el { $date }.
payments-check-bad = No lo firmó esta comunidad. No lo aceptes.
payments-check-unable = Este navegador no puede comprobar firmas. Canjea el vale con conexión.
payments-check-script = Sin scripts esta página no puede comprobar nada. Canjea el vale con conexión.
payments-check-how = Cómo funciona
payments-check-how-text = Cada imagen lleva una firma Ed25519 hecha con la clave de esta comunidad. Quien tenga esta clave pública puede comprobarla con cualquier programa.
payments-check-none = Todavía no se emitió ningún vale
payments-check-none-hint = La comunidad recibe su clave con el primer vale.

## Lists of payments
payments-batches = Varios pagos
payments-batches-lead = Listas que preparaste.
payments-batches-none = Todavía no hay listas
payments-batches-none-hint = Prepara una cuando quieras pagar a varias personas a la vez.
payments-batch = Lista de pagos
payments-batch-new = Pagar a varias personas
payments-batch-new-lead = Nada se mueve antes de que lo hayas revisado todo.
payments-batch-from = Se paga desde
payments-batch-title = Nombre de la lista
payments-batch-count = { $count ->
    [one] Un pago
   *[other] { $count } pagos
}
payments-batch-draft = Sin pagar
payments-batch-paying = Pagándose
payments-batch-paid = Pagada
payments-batch-dropped = Descartada
payments-batch-repeats = Ya pagaste exactamente esta lista.
payments-batch-see-earlier = Ver la anterior
payments-batch-bad = { $count ->
    [one] Una línea no se puede pagar
   *[other] { $count } líneas no se pueden pagar
}
payments-batch-total = { $count ->
    [one] Un pago, en total
   *[other] { $count } pagos, en total
}
payments-batch-together = Se hacen juntos: todos o ninguno.
payments-batch-stages = Se hacen de cuarenta en cuarenta. Lo que no se pueda pagar se omite y se muestra.
payments-batch-goes-on = Una parte ya está pagada. El resto sigue donde se quedó.
payments-batch-again-yes = Pagarla una vez más
payments-batch-pay = { $count ->
    [one] Pagarlo
   *[other] Pagar los { $count }
}
payments-batch-pay-good = { $count ->
    [one] Pagar solo el correcto
   *[other] Pagar solo los { $count } correctos
}
payments-batch-correct = O corrige el archivo y súbelo de nuevo.
payments-batch-drop = Descartar la lista
payments-line-number = Línea { $number }
payments-line-ready = Por pagar
payments-line-paid = Pagado
payments-line-waiting = Espera a una segunda persona
payments-line-refused = Rechazado
payments-line-left = Omitido
payments-row = Fila { $number }
payments-more-rows = Más filas
payments-from-file = Desde un archivo
payments-choose-file = Elige un archivo
payments-file-hint = CSV, hasta 512 KB y 2000 líneas
payments-file-shape = Columnas: pagador, beneficiario, concepto, importe. Puede haber un encabezado; sin pagador paga tu cuenta.
payments-said-prepared = Revisa la lista antes de pagarla.
payments-said-batch = La lista está pagada.
payments-said-dropped = La lista se descartó.

## Notices
payments-notice-authorise = Un pago de { $amount } de { $name } espera tu visto bueno.
payments-notice-authorised = Tu pago de { $amount } a { $name } se autorizó.
payments-notice-denied = Tu pago de { $amount } a { $name } se denegó.
payments-notice-approval-expired = Nadie decidió a tiempo sobre tu pago de { $amount } a { $name }. El importe vuelve a estar libre.
payments-notice-redeemed = { $name } canjeó tu vale de { $amount }.
payments-notice-voucher-expired = Tu vale { $name } caducó; { $amount } vuelve a estar libre.
